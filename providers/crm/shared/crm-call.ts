import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { hideAll } from '../../http/hide-all';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { isLocalFault } from '../../http/local-fault';
import { readRetryAfter } from '../../../core/base/network/retry-after';

export interface CrmAccess {
	crm: string;
	/** Without a slash at the end. */
	baseUrl: string;
	headers: Record<string, string>;
	secret: string;
	send: typeof fetch;
	timeoutMs?: number;
	readFields: (body: unknown) => string[];
}

export interface CrmRequest {
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
export async function callCrm(access: CrmAccess, request: CrmRequest, signal: AbortSignal): Promise<unknown> {
	const answer = await send(access, request, signal).catch((cause: unknown) => {
		throw toFault(access, request, cause);
	});
	if (answer.status < 300) return answer.body;
	if (answer.status === 404 && request.method === 'GET') return undefined;
	throw toRefusal(access, request, answer);
}

function send({ baseUrl, headers, secret, send, timeoutMs = usualTimeoutMs }: CrmAccess, request: CrmRequest, signal: AbortSignal) {
	const url = new URL(baseUrl + request.path);
	for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
	const isJson = request.json !== undefined;
	return exchange(
		{
			...{ method: request.method, url },
			headers: new Headers({ accept: 'application/json', ...(isJson && { 'content-type': 'application/json' }), ...headers }),
			...(isJson && { body: JSON.stringify(request.json) }),
		},
		{ send, timeoutMs, maxBytes, hide: (text) => hideAll(text, [secret]) },
		signal,
	);
}

/** Only an unresolved name or a refused connection proves that nothing arrived. */
const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function toFault(access: CrmAccess, { creates }: CrmRequest, cause: unknown): unknown {
	if (!isTroupeError(cause) || isLocalFault(cause)) return cause;
	const { code } = ((cause.cause as Error | undefined)?.cause ?? {}) as { code?: string };
	if (creates && !never.includes(code ?? '')) return outcomeUnknown(access.crm, cause.message, cause);
	return new TroupeError({
		...{ code: 'CRM_UNREACHABLE', message: cause.message, retryable: true, cause },
		fix: `Check the address of ${access.crm} and the network of this machine.`,
	});
}

function toRefusal({ crm, readFields }: CrmAccess, { creates, method }: CrmRequest, { status, headers, body }: HttpAnswer): TroupeError {
	const retryAfterMs = readRetryAfter(new Headers(headers));
	const message = `${crm} answered ${status}.`;
	if (status === 401 || status === 403) {
		return new TroupeError({
			...{ code: 'CREDENTIAL_INVALID', message: `${crm} answered ${status} to the credential.`, details: { status } },
			fix: `Replace the credential of ${crm}, or give its user the right to do this.`,
		});
	}
	if (status === 429) {
		const fix = `Send fewer requests, or ask ${crm} for a higher limit.`;
		return new TroupeError({ ...{ code: 'CRM_RATE_LIMITED', message, fix, retryable: true, retryAfterMs }, details: { status } });
	}
	if (status >= 500 || status === 408) {
		if (creates) return outcomeUnknown(crm, message);
		const fix = `Try again later. If the problem persists, ask ${crm}.`;
		return new TroupeError({ ...{ code: 'CRM_UNREACHABLE', message, fix, retryable: true, retryAfterMs }, details: { status } });
	}
	// The answer can repeat personal data: only field names are reported.
	const fields = readFields(body).filter(isFieldName).slice(0, maxFields);
	const what = fields.length > 0 ? ` It does not accept: ${fields.join(', ')}.` : '';
	return new TroupeError({
		...{ code: 'CRM_REFUSED', message: `${crm} answered ${status} to a ${method}.${what}`, details: { status, fields } },
		fix:
			fields.length === 0 && notThere.has(status)
				? `Check the address in the credential of ${crm}: what answered there does not know this request.`
				: `Correct these values or the settings of ${crm}: pipeline, stage, origin, owner.`,
	});
}

/** Statuses of a wrong server or path; a redirect is not followed with a credential. */
const notThere = new Set([301, 302, 307, 308, 404, 405]);

const isFieldName = (name: string) => /^[A-Za-z][\w.]{0,60}$/.test(name);

const outcomeUnknown = (crm: string, message: string, cause?: unknown) =>
	new TroupeError({
		...{ code: 'CRM_OUTCOME_UNKNOWN', message: `${message} It is unknown whether ${crm} created the record.`, retryable: true, cause },
		fix: 'Run it again: the record is searched before another one is created.',
	});
