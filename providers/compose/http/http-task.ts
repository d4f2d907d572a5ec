import { TroupeError } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { hideIn } from '../../../core/tools/hide-secrets';
import { checkHeaders } from '../../../core/tools/tool-headers';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import { exchange, type HttpAnswer, type HttpRequest } from '../../http/http-exchange';
import { provenFetch } from '../../http/proven-fetch';
import { type Access, composeAccess, type HttpAuthentication, type HttpHost } from './http-access';

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
export const bodyTypes = ['json', 'form', 'text'] as const;

export interface HttpTask {
	method: (typeof httpMethods)[number];
	url: string;
	headers: Record<string, string>;
	query: Record<string, unknown>;
	body?: unknown;
	/** Default: text for a text, JSON otherwise. */
	bodyType?: (typeof bodyTypes)[number];
	authentication: HttpAuthentication;
	timeoutMs: number;
	maxBytes: number;
	idempotencyKey: string;
}

const maxUrlLength = 8_000;

/**
 * Returns the answer with any status. @throws TroupeError INPUT_INVALID, ADDRESS_REFUSED, CREDENTIAL_…, HTTP_TIMEOUT, HTTP_UNREACHABLE,
 * HTTP_RESPONSE_INVALID
 */
export async function runHttpTask(task: HttpTask, host: HttpHost, signal: AbortSignal): Promise<HttpAnswer> {
	const url = buildUrl(task);
	const access = await composeAccess(task.authentication, url, host, signal);
	const send = guardedFetch(withResidency('The server of the task', host));
	const ask = ({ headers, query, secrets, proofKey }: Access) =>
		exchange(
			buildRequest(task, url, { headers, query }),
			{ send: provenFetch(send, proofKey), timeoutMs: task.timeoutMs, maxBytes: task.maxBytes, hide: hideIn(secrets) },
			signal,
		);
	const answer = await ask(access);
	const newer = answer.status === 401 ? await access.renew?.() : undefined;
	return newer ? ask(newer) : answer;
}

function buildUrl({ url: text, query }: HttpTask): URL {
	const url = URL.parse(text);
	if (!url || !/^https?:$/.test(url.protocol))
		throw invalid('The URL is not an http or https address.', 'Write it in full: https://api.example.com/orders.');
	if (url.username || url.password) throw invalid('The URL has a user name or a password.', 'Use the authentication of the task instead.');
	url.hash = '';
	for (const [name, value] of Object.entries(query))
		for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
			if (each !== null && each !== undefined) url.searchParams.append(name, toText(each));
	if (url.href.length > maxUrlLength)
		throw invalid(`The URL with its parameters is longer than ${maxUrlLength} characters.`, 'Send the data in the body.');
	return url;
}

function buildRequest(task: HttpTask, base: URL, access: Pick<Access, 'headers' | 'query'>): HttpRequest {
	const { method, headers: own, idempotencyKey } = task;
	const problems = checkHeaders(own);
	if (problems.length > 0) throw invalid(`The header ${problems[0]}.`, 'Correct the headers of the request.');
	const url = new URL(base);
	for (const [name, value] of Object.entries(access.query)) url.searchParams.set(name, value);
	const headers = new Headers({ accept: 'application/json, text/*;q=0.9', 'user-agent': 'troupe' });
	const body = method === 'GET' || method === 'HEAD' ? undefined : writeBody(task, headers);
	if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') headers.set('idempotency-key', idempotencyKey);
	for (const [name, value] of Object.entries({ ...own, ...access.headers })) headers.set(name, value);
	return { method, url, headers, body };
}

function writeBody({ body, bodyType = typeof body === 'string' ? 'text' : 'json' }: HttpTask, headers: Headers): string | undefined {
	if (body === undefined || body === null) return undefined;
	switch (bodyType) {
		case 'json':
			headers.set('content-type', 'application/json');
			return stringifyJson(body);
		case 'text':
			headers.set('content-type', 'text/plain; charset=utf-8');
			return toText(body);
		case 'form': {
			if (typeof body !== 'object' || Array.isArray(body)) throw invalid('The body of a form is not a context.', 'Write {field: value}.');
			headers.set('content-type', 'application/x-www-form-urlencoded');
			const fields = Object.entries(body).filter(([, value]) => value !== null);
			return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, toText(value)])).toString();
		}
	}
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : stringifyJson(value));

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
