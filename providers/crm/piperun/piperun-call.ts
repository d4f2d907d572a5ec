import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { hideAll } from '../../http/hide-all';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { isLocalFault } from '../../http/local-fault';

export type PipeRunRow = Record<string, unknown>;

const pageSize = 100;
const maxPages = 10;
/** A larger result is not a search for a single record. */
export const maxListed = maxPages * pageSize;

const isRow = (value: unknown): value is PipeRunRow => typeof value === 'object' && value !== null && !Array.isArray(value);
export const row = (value: unknown): PipeRunRow => (isRow(value) ? value : {});

/** Reads `data` as a list: creating a company returns a list, creating a person an object. */
function readRows(body: unknown): PipeRunRow[] {
	const { success, data } = row(body);
	if (success === true && Array.isArray(data)) return data.filter(isRow);
	if (success === true && isRow(data)) return [data];
	throw new TroupeError({
		code: 'CRM_REFUSED',
		message: 'PipeRun answered with something that its documentation does not describe.',
		fix: 'Check the address of the credential.',
	});
}

/** Undefined for 404. */
export async function callPipeRun(access: PipeRunAccess, request: PipeRunRequest, signal: AbortSignal): Promise<PipeRunRow | undefined> {
	const body = await call(access, request, signal);
	return body === undefined ? undefined : readRows(body)[0];
}

/** @returns the id @throws TroupeError CRM_OUTCOME_UNKNOWN too for an answer without one */
export async function createInPipeRun(access: PipeRunAccess, path: string, json: object, signal: AbortSignal): Promise<string> {
	const created = await callPipeRun(access, { method: 'POST', path, json, creates: true }, signal);
	const id = readId(created?.['id']);
	if (id !== undefined) return id;
	throw outcomeUnknown('PipeRun answered without the id of the new record.');
}

/** Pages are read one by one, as needed. */
export async function* listPipeRun(
	access: PipeRunAccess,
	path: string,
	query: NonNullable<PipeRunRequest['query']>,
	signal: AbortSignal,
): AsyncGenerator<PipeRunRow> {
	let cursor: string | undefined;
	for (let page = 0; page < maxPages; page += 1) {
		const body = await call(access, { method: 'GET', path, query: { ...query, show: pageSize, cursor } }, signal);
		if (body === undefined) return;
		yield* readRows(body);
		const next = row(row(row(body)['meta'])['cursor'])['next'];
		if (typeof next !== 'string' || next === '' || next === cursor) return;
		cursor = next;
	}
}

export function readId(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
	return typeof value === 'string' && /^\d{1,18}$/.test(value) ? value : undefined;
}

export interface PipeRunAccess {
	/** Without a slash at the end. */
	baseUrl: string;
	token: string;
	send: typeof fetch;
	timeoutMs?: number;
}

interface PipeRunRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH';
	path: string;
	query?: Record<string, string | number | undefined>;
	json?: unknown;
	/** Not idempotent: a repetition would create a second record. */
	creates?: true;
}

const usualTimeoutMs = 30_000;
const maxBytes = 4 * 1_048_576;
const maxFields = 10;

/** @returns the body; undefined for 404 @throws TroupeError as `Crm` describes */
async function call(access: PipeRunAccess, request: PipeRunRequest, signal: AbortSignal): Promise<unknown> {
	const answer = await send(access, request, signal).catch((cause: unknown) => {
		throw toFault(request, cause);
	});
	if (answer.status < 300) return answer.body;
	if (answer.status === 404 && request.method === 'GET') return undefined;
	throw toRefusal(request, answer);
}

function send({ baseUrl, token, send, timeoutMs = usualTimeoutMs }: PipeRunAccess, request: PipeRunRequest, signal: AbortSignal) {
	const url = new URL(baseUrl + request.path);
	for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
	const isJson = request.json !== undefined;
	return exchange(
		{
			method: request.method,
			url,
			headers: new Headers({ accept: 'application/json', ...(isJson && { 'content-type': 'application/json' }), token }),
			...(isJson && { body: JSON.stringify(request.json) }),
		},
		{ send, timeoutMs, maxBytes, hide: (text) => hideAll(text, [token]) },
		signal,
	);
}

/** Only an unresolved name or a refused connection proves that nothing arrived. */
const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function toFault({ creates }: PipeRunRequest, cause: unknown): unknown {
	if (!isTroupeError(cause) || isLocalFault(cause)) return cause;
	const { code } = ((cause.cause as Error | undefined)?.cause ?? {}) as { code?: string };
	if (creates && !never.includes(code ?? '')) return outcomeUnknown(cause.message, cause);
	return new TroupeError({
		code: 'CRM_UNREACHABLE',
		message: cause.message,
		retryable: true,
		cause,
		fix: 'Check the address of PipeRun and the network of this machine.',
	});
}

function toRefusal({ creates, method }: PipeRunRequest, { status, headers, body }: HttpAnswer): TroupeError {
	const retryAfterMs = readRetryAfter(new Headers(headers));
	const message = `PipeRun answered ${status}.`;
	if (status === 401 || status === 403) {
		return new TroupeError({
			code: 'CREDENTIAL_INVALID',
			message: `PipeRun answered ${status} to the credential.`,
			details: { status },
			fix: 'Replace the credential of PipeRun, or give its user the right to do this.',
		});
	}
	if (status === 429) {
		const fix = 'Send fewer requests, or ask PipeRun for a higher limit.';
		return new TroupeError({ code: 'CRM_RATE_LIMITED', message, fix, retryable: true, retryAfterMs, details: { status } });
	}
	if (status >= 500 || status === 408) {
		if (creates) return outcomeUnknown(message);
		const fix = 'Try again later. If the problem persists, ask PipeRun.';
		return new TroupeError({ code: 'CRM_UNREACHABLE', message, fix, retryable: true, retryAfterMs, details: { status } });
	}
	// {success: false, data: {name: "O campo …"}}: it can repeat personal data, so only field names are reported.
	const fields = Object.keys(row(row(body)['data']))
		.filter(isFieldName)
		.slice(0, maxFields);
	const what = fields.length > 0 ? ` It does not accept: ${fields.join(', ')}.` : '';
	return new TroupeError({
		code: 'CRM_REFUSED',
		message: `PipeRun answered ${status} to a ${method}.${what}`,
		details: { status, fields },
		fix:
			fields.length === 0 && notThere.has(status)
				? 'Check the address in the credential of PipeRun: what answered there does not know this request.'
				: 'Correct these values or the settings of PipeRun: pipeline, stage, origin, owner.',
	});
}

/** Statuses of a wrong server or path; a redirect is not followed with a credential. */
const notThere = new Set([301, 302, 307, 308, 404, 405]);

const isFieldName = (name: string) => /^[A-Za-z][\w.]{0,60}$/.test(name);

const outcomeUnknown = (message: string, cause?: unknown) =>
	new TroupeError({
		code: 'CRM_OUTCOME_UNKNOWN',
		message: `${message} It is unknown whether PipeRun created the record.`,
		retryable: true,
		cause,
		fix: 'Run it again: the record is searched before another one is created.',
	});
