import { proveRequest } from '../../../core/base/network/dpop-key';
import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';
import type { OauthTokens } from '../../../core/ports/access/oauth-tokens';
import { readBytes } from '../../http/read-bytes';
import { readRetryAfter } from '../../../core/base/network/retry-after';

const timeoutMs = 30_000;
const maxBytes = 256 * 1024;
/** Form of codes in RFC 6749, 5.2 and RFC 8628, 3.5; other text could be a repeated secret. */
const codeForm = /^[a-z0-9_.-]{1,60}$/i;

export interface TokenRequest {
	name: string;
	url: string;
	/** Sent as a form: addresses appear in logs. */
	fields: Record<string, string>;
	/** HTTP Basic: RFC 6749, 2.3.1. */
	basic?: { clientId: string; clientSecret: string };
	/** Key that binds the token: RFC 9449. */
	proofKey?: string;
}

export interface TokenReply {
	status: number;
	body: Record<string, unknown>;
	headers: Headers;
}

/** @throws TroupeError CREDENTIAL_SERVICE_UNREACHABLE, INPUT_INVALID for an address without encryption */
export async function askTokenServer(request: TokenRequest, send: typeof fetch, signal?: AbortSignal): Promise<TokenReply> {
	const reply = await askOnce(request, send, signal);
	const nonce = reply.headers.get('dpop-nonce') ?? undefined;
	const isNonceMissing = request.proofKey && nonce !== undefined && findErrorCode(reply.body) === 'use_dpop_nonce';
	return isNonceMissing ? askOnce(request, send, signal, nonce) : reply;
}

async function askOnce(request: TokenRequest, send: typeof fetch, signal?: AbortSignal, nonce?: string): Promise<TokenReply> {
	const url = parseTokenUrl(request);
	const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
	if (request.proofKey) headers.dpop = proveRequest(request.proofKey, { method: 'POST', url, nonce });
	if (request.basic) headers.authorization = encodeBasic(request.basic);
	const timeout = AbortSignal.timeout(timeoutMs);
	try {
		const response = await send(url, {
			method: 'POST',
			headers,
			body: new URLSearchParams(request.fields).toString(),
			// A redirect would receive the client's secret.
			redirect: 'manual',
			signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
		});
		const text = response.body ? Buffer.from((await readBytes(response.body, maxBytes)).bytes).toString() : '';
		return { status: response.status, body: parseObject(text), headers: response.headers };
	} catch (cause) {
		if (signal?.aborted) throw signal.reason as Error;
		if (isTroupeError(cause)) throw cause;
		throw unreachable(
			request.name,
			url,
			timeout.aborted ? `did not respond within ${timeoutMs / 1000} seconds` : describeFailure(cause),
			cause,
		);
	}
}

/** RFC 6749, 2.3.1: both are form-encoded first, since a client id can contain a colon. */
function encodeBasic({ clientId, clientSecret }: NonNullable<TokenRequest['basic']>): string {
	const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
	return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

/** @throws TroupeError CREDENTIAL_INVALID, CREDENTIAL_SERVICE_UNREACHABLE */
export function readTokenReply({ name, url }: TokenRequest, { status, body, headers }: TokenReply): OauthTokens {
	if (status === 200 && typeof body.access_token === 'string' && body.access_token !== '') return body as OauthTokens;
	const { host } = new URL(url);
	if (status === 429 || status >= 500) throw unreachable(name, new URL(url), `answered ${status}`, undefined, readRetryAfter(headers));
	const code = findErrorCode(body);
	const said = code === undefined ? `answered ${status} without a token` : `answered ${status} ${code}`;
	throw new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The token server ${host} of the credential ${name} ${said}.`,
		fix: fixOf(name, code),
		details: { credential: name, status, ...(code !== undefined && { error: code }) },
	});
}

/** Returns the error code: text in RFC 6749, a number in an object at Meta. */
export function findErrorCode({ error }: Record<string, unknown>): string | undefined {
	const { code, error_subcode: detail } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
	const text = typeof error === 'string' ? error : [code, detail].filter((part) => typeof part === 'number').join('.');
	return codeForm.test(text) ? text : undefined;
}

function fixOf(name: string, code?: string): string {
	if (code === 'invalid_client' || code === 'unauthorized_client')
		return `Check the client id and secret at the provider, then add the credential again: \`troupe credentials add ${name} --replace\`.`;
	return `Log in again: \`troupe credentials login ${name}\`.`;
}

function parseTokenUrl({ name, url: text }: TokenRequest): URL {
	const url = URL.parse(text);
	if (url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)))
		return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The credential ${name} has no token server that can be used: its address ${url ? 'is not encrypted' : 'is missing or invalid'}.`,
		fix: 'Set the field accessTokenUrl to an address that begins with https://.',
		details: { credential: name },
	});
}

function parseObject(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

function describeFailure(cause: unknown): string {
	const { code } = ((cause as Error).cause ?? cause) as { code?: unknown };
	return typeof code === 'string' ? `cannot be reached (${code})` : `cannot be reached (${getErrorMessage(cause).slice(0, 80)})`;
}

function unreachable(name: string, { host }: URL, what: string, cause?: unknown, retryAfterMs?: number): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_SERVICE_UNREACHABLE',
		message: `The token server ${host} of the credential ${name} ${what}.`,
		fix: 'Check the address accessTokenUrl of the credential and the network of this machine.',
		retryable: true,
		retryAfterMs,
		details: { credential: name },
		cause,
	});
}
