import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { toLeadFault } from './to-lead-fault';

export interface SupabaseAccess {
	/** Without `/rest/v1`. */
	url: string;
	/** Secret key, or the older `service_role` key, which is a token. */
	key: string;
	send: typeof fetch;
	/** Milliseconds of one attempt. Default 10,000. */
	timeoutMs?: number;
	/** 0 to below 1. Default: `Math.random`. */
	random?: () => number;
}

export interface RestRequest {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	table: string;
	/** PostgREST filters and options: `{ cnpj: 'eq.…' }`. */
	query: Record<string, string>;
	/** For existing rows. `return=representation` is always sent. */
	resolution?: 'merge-duplicates' | 'ignore-duplicates';
	body?: Record<string, unknown>;
}

export type Row = Record<string, unknown>;

const maxAttempts = 4;
const firstWaitMs = 200;
const maxWaitMs = 10_000;
const maxBytes = 1_048_576;

/**
 * Sends an idempotent request, with retries. @returns the rows that were read or written @throws TroupeError LEADS_UNREACHABLE, LEADS_REFUSED,
 * INPUT_INVALID, ADDRESS_REFUSED
 */
export async function askSupabase(access: SupabaseAccess, request: RestRequest, signal: AbortSignal): Promise<Row[]> {
	for (let attempt = 1; ; attempt += 1) {
		const { rows, fault } = await tryOnce(access, request, signal);
		if (rows) return rows;
		const waitMs = fault.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1) * (1 - (access.random ?? Math.random)() / 2);
		if (!fault.retryable || attempt === maxAttempts || waitMs > maxWaitMs) throw fault;
		await pause(waitMs, signal);
		signal.throwIfAborted();
	}
}

type Attempt = { rows: Row[]; fault?: undefined } | { rows?: undefined; fault: TroupeError };

async function tryOnce(access: SupabaseAccess, request: RestRequest, signal: AbortSignal): Promise<Attempt> {
	try {
		const answer = await send(access, request, signal);
		if (answer.status >= 300) return { fault: toLeadFault(answer, readRetryAfter(new Headers(answer.headers))) };
		return { rows: readRows(answer) };
	} catch (cause) {
		if (!isTroupeError(cause) || !['HTTP_TIMEOUT', 'HTTP_UNREACHABLE'].includes(cause.code)) throw cause;
		return { fault: unreachable(cause) };
	}
}

function send(
	{ url, key, send: fetch, timeoutMs = 10_000 }: SupabaseAccess,
	request: RestRequest,
	signal: AbortSignal,
): Promise<HttpAnswer> {
	const address = new URL(`${url.replace(/\/+$/, '')}/rest/v1/${request.table}`);
	for (const [name, value] of Object.entries(request.query)) address.searchParams.set(name, value);
	const isToken = /^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(key);
	const headers = new Headers({
		accept: 'application/json',
		apikey: key,
		'user-agent': 'troupe',
		prefer: ['return=representation', ...(request.resolution ? [`resolution=${request.resolution}`] : [])].join(','),
		// A newer key is not a token: the gateway exchanges it.
		...(isToken && { authorization: `Bearer ${key}` }),
		...(request.body && { 'content-type': 'application/json' }),
	});
	const hide = (text: string) => text.replaceAll(key, '…');
	const body = request.body && JSON.stringify(request.body);
	return exchange({ method: request.method, url: address, headers, body }, { send: fetch, timeoutMs, maxBytes, hide }, signal);
}

function readRows({ status, body }: HttpAnswer): Row[] {
	if (Array.isArray(body) && body.every((row) => typeof row === 'object' && row !== null)) return body as Row[];
	throw new TroupeError({
		code: 'LEADS_REFUSED',
		message: `The server answered ${status} without a list of rows: it is not the REST API of Supabase.`,
		fix: 'Set the address of the project, such as https://abcd.supabase.co.',
		details: { status },
	});
}

const unreachable = (cause: TroupeError) =>
	new TroupeError({
		code: 'LEADS_UNREACHABLE',
		message: cause.message,
		fix: 'Check the address of the project, and whether Supabase paused it.',
		retryable: true,
		cause,
	});
