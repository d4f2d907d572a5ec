import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { readRetryAfter } from '../../../core/base/network/retry-after';

/** Details and hints repeat values, so they are not read. */
interface Refusal {
	status: number;
	/** PostgREST (`PGRST204`) or PostgreSQL (`23514`). */
	code: string | undefined;
	constraint: string | undefined;
}

/** https://docs.postgrest.org/en/v14/references/errors.html */
function toLeadFault(answer: HttpAnswer, retryAfterMs?: number): TroupeError {
	const refusal = readRefusal(answer);
	const { status, code } = refusal;
	const details = { status, ...(code !== undefined && { code }) };
	if (status === 429 || status === 408 || status >= 500)
		return new TroupeError({
			code: 'LEADS_UNREACHABLE',
			message: `Supabase answered ${describe(refusal)}.`,
			fix: 'Try again later.',
			retryable: true,
			details,
			...(retryAfterMs !== undefined && { retryAfterMs }),
		});
	if (code !== undefined && isInvalidValue(code, refusal.constraint))
		return new TroupeError({
			code: 'INPUT_INVALID',
			message: `Supabase refused a value: ${describe(refusal)}.`,
			fix: 'Correct the value that the constraint names.',
			details: { ...details, ...(refusal.constraint !== undefined && { constraint: refusal.constraint }) },
		});
	return new TroupeError({ code: 'LEADS_REFUSED', message: `Supabase answered ${describe(refusal)}.`, fix: fixFor(refusal), details });
}

function readRefusal({ status, body }: HttpAnswer): Refusal {
	const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; message?: unknown };
	const constraint = typeof message === 'string' ? / constraint "(\w{1,63})"/.exec(message)?.[1] : undefined;
	return { status, code: typeof code === 'string' && /^\w{5,8}$/.test(code) ? code : undefined, constraint };
}

/** Class 22: invalid value, 23: broken constraint. A missing team is a wrong setting. */
const isInvalidValue = (code: string, constraint = ''): boolean => /^2[23]/.test(code) && !constraint.endsWith('_equipe_fkey');

const describe = ({ status, code, constraint }: Refusal): string =>
	[
		String(status),
		...(code === undefined ? [] : [`(${code})`]),
		...(constraint === undefined ? [] : [`by the constraint ${constraint}`]),
	].join(' ');

function fixFor({ status, code, constraint = '' }: Refusal): string {
	if (constraint.endsWith('_equipe_fkey')) return 'Set "team" to the id of a row in the table equipes.';
	if (code === '42501' || (status === 403 && code !== undefined))
		return 'Use the secret key of the project: other keys cannot write leads.';
	if (status === 401 || status === 403) return 'Check the key of the project and the secret that holds it.';
	if (code !== undefined && /^(?:PGRST20[0-5]|42P01|42703|42P10)$/.test(code))
		return 'Apply the migrations of examples/sdr/supabase to the project.';
	return 'Check the address of the project and its migrations.';
}

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
