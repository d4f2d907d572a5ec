import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { SendOutcome } from '../../../core/ports';
import { hideAll } from '../../http/hide-all';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { fields, isFields } from './payload';

/** How a provider's server is called. */
export interface ProviderAccess {
	/** The name in messages: `Z-API`. */
	provider: string;
	/** A guarded fetch. */
	send: typeof fetch;
	/** Must not be repeated in a message. */
	secrets: readonly string[];
	/** Whether an answer of status 4xx says that sending later helps. */
	isPassing?: (body: unknown) => boolean;
}

export interface ProviderRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	url: string;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	json?: unknown;
}

const timeoutMs = 30_000;
const maxBytes = 1_048_576;
const maxReasonLength = 200;

/** Sends a request and reads the answer, whatever its status. @throws TroupeError HTTP_TIMEOUT, HTTP_UNREACHABLE, HTTP_RESPONSE_INVALID, ADDRESS_REFUSED */
export function callProvider(
	access: ProviderAccess,
	{ method, url, headers, json }: ProviderRequest,
	signal: AbortSignal,
): Promise<HttpAnswer> {
	const isJson = json !== undefined;
	return exchange(
		{
			method,
			url: new URL(url),
			headers: new Headers({ accept: 'application/json', ...(isJson && { 'content-type': 'application/json' }), ...headers }),
			...(isJson && { body: JSON.stringify(json) }),
		},
		{ send: access.send, timeoutMs, maxBytes, hide: (text) => hideAll(text, access.secrets) },
		signal,
	);
}

/**
 * Sends a message. What happened is told by the answer's status: an error of the server itself, or of something between it and us, leaves open
 * whether the message went out.
 * @param readIds reads the message's ids from an answer of status 2xx; none if it is not the documented answer
 */
export async function sendByProvider(
	access: ProviderAccess,
	request: ProviderRequest,
	readIds: (body: unknown) => string[],
	signal: AbortSignal,
): Promise<SendOutcome> {
	try {
		const answer = await callProvider(access, request, signal);
		if (answer.status >= 300) return toRefusal(access, answer);
		const [first, ...others] = readIds(answer.body);
		if (first !== undefined) return { kind: 'sent', messageIds: [first, ...others] };
		return { kind: 'unknown', reason: `${access.provider} answered ${answer.status} without the id of a message.` };
	} catch (cause) {
		return toOutcome(access, cause);
	}
}

function toRefusal({ provider, secrets, isPassing }: ProviderAccess, { status, headers, body }: HttpAnswer): SendOutcome {
	const reason = `${provider} answered ${status}${describeBody(body, secrets)}.`;
	if (status === 429 || status === 503) {
		const seconds = Number(headers['retry-after'] ?? fields(fields(body)['parameters'])['retry_after']);
		return { kind: 'refused', retryable: true, status, reason, ...(seconds > 0 && { retryAfterMs: seconds * 1000 }) };
	}
	if (status >= 500 || status === 408) return { kind: 'unknown', reason };
	return { kind: 'refused', retryable: isPassing?.(body) ?? false, status, reason };
}

/** The words of the provider, without what could be personal data: numbers, addresses. */
function describeBody(body: unknown, secrets: readonly string[]): string {
	const { error, message, description } = fields(body);
	const told = error ?? message ?? description;
	const words = isFields(told) ? told['message'] : told;
	if (typeof words !== 'string' || words === '') return '';
	const harmless = hideAll(words.slice(0, maxReasonLength), secrets).replace(/\S*@\S*|\+?\d[\d\s().-]{4,}\d/g, '…');
	return `: "${harmless}"`;
}

/** Names that cannot be resolved and refused connections are the only faults after which nothing can have arrived. */
function toOutcome({ provider }: ProviderAccess, cause: unknown): SendOutcome {
	if (!isTroupeError(cause)) return { kind: 'unknown', reason: `The request to ${provider} was interrupted.` };
	if (cause.code === 'ADDRESS_REFUSED') return { kind: 'refused', retryable: false, reason: cause.message };
	const { code } = ((cause.cause as Error | undefined)?.cause ?? {}) as { code?: string };
	const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
	if (code !== undefined && never.includes(code)) return { kind: 'refused', retryable: true, reason: cause.message };
	return { kind: 'unknown', reason: cause.message };
}

/** @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
export async function askProvider(access: ProviderAccess, request: ProviderRequest, signal: AbortSignal): Promise<unknown> {
	const { provider, secrets } = access;
	const answer = await callProvider(access, request, signal).catch((cause: unknown) => {
		if (!isTroupeError(cause) || cause.code === 'ADDRESS_REFUSED') throw cause;
		throw new TroupeError({
			...{ code: 'CHANNEL_UNREACHABLE', message: cause.message, retryable: true, cause },
			fix: `Check the address of ${provider} and the network of this machine.`,
		});
	});
	if (answer.status < 300) return answer.body;
	throw new TroupeError({
		code: 'CHANNEL_REFUSED',
		message: `${provider} answered ${answer.status}${describeBody(answer.body, secrets)}.`,
		fix: answer.status === 401 || answer.status === 403 ? "Renew the channel's credential." : "Check the channel's settings.",
		retryable: answer.status === 429 || answer.status >= 500,
		details: { status: answer.status },
	});
}
