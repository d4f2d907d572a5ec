import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { SendOutcome } from '../../../core/ports/channels/send-outcome';
import { hideAll } from '../../http/hide-all';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { isLocalFault, isPassingFault } from '../../http/local-fault';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { isPassingRefusal } from './passing-refusal';
import { fields, isFields, text } from './payload';

export interface ProviderAccess {
	provider: string;
	send: typeof fetch;
	/** Must not be repeated in a message. */
	secrets: readonly string[];
}

export interface ProviderRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	url: string;
	headers?: Record<string, string>;
	json?: unknown;
	form?: FormData;
}

const timeoutMs = 30_000;
const maxBytes = 1_048_576;
const maxReasonLength = 200;

/**
 * Sends a request and reads the answer, whatever its status. Each has its own connection: a provider can close an idle one at the moment when it is
 * used again, and then nobody knows whether a message arrived.
 * @throws TroupeError HTTP_TIMEOUT, HTTP_UNREACHABLE, HTTP_RESPONSE_INVALID, ADDRESS_REFUSED
 */
async function callProvider(
	access: ProviderAccess,
	{ method, url, headers, json, form }: ProviderRequest,
	signal: AbortSignal,
): Promise<HttpAnswer> {
	const { type, body } = await encode(json, form);
	return exchange(
		{
			method,
			url: new URL(url),
			headers: new Headers({
				connection: 'close',
				accept: 'application/json',
				...(type !== undefined && { 'content-type': type }),
				...headers,
			}),
			...(body !== undefined && { body }),
		},
		{ send: access.send, timeoutMs, maxBytes, hide: (text) => hideAll(text, access.secrets) },
		signal,
	);
}

async function encode(json: unknown, form: FormData | undefined): Promise<{ type?: string; body?: string | Uint8Array<ArrayBuffer> }> {
	if (form !== undefined) {
		const encoded = new Response(form);
		return { type: encoded.headers.get('content-type')!, body: new Uint8Array(await encoded.arrayBuffer()) };
	}
	return json === undefined ? {} : { type: 'application/json', body: JSON.stringify(json) };
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
		const isPassing = isPassingRefusal(access.provider, answer);
		if (isPassing || answer.status >= 300) return toRefusal(access, answer, isPassing);
		const [first, ...others] = readIds(answer.body);
		if (first !== undefined) return { kind: 'sent', messageIds: [first, ...others] };
		return { kind: 'unknown', reason: `${access.provider} answered ${answer.status} without the id of a message.` };
	} catch (cause) {
		return toOutcome(access, cause);
	}
}

function toRefusal({ provider, secrets }: ProviderAccess, { status, headers, body }: HttpAnswer, isPassing: boolean): SendOutcome {
	const reason = `${provider} answered ${status}${describeBody(body, secrets)}.`;
	const code = readCode(body) ?? `${status}`;
	if (!isPassing && (status >= 500 || status === 408)) return { kind: 'unknown', code, reason };
	const seconds = text(fields(fields(body)['parameters'])['retry_after']);
	const retryAfterMs = isPassing ? readRetryAfter(new Headers({ ...(seconds && { 'retry-after': seconds }), ...headers })) : undefined;
	return { kind: 'refused', retryable: isPassing, code, reason, ...(retryAfterMs && { retryAfterMs }) };
}

/** The number of an error, as Meta and Telegram have it. */
const readCode = (body: unknown): string | undefined => {
	const { error, error_code: code } = fields(body);
	return text(fields(error)['code']) ?? text(code);
};

/** The words of the provider, without what could be personal data: numbers, addresses. */
function describeBody(body: unknown, secrets: readonly string[]): string {
	const { error, message, description, response } = fields(body);
	const told = fields(response)['message'] ?? error ?? message ?? description;
	const words = [isFields(told) ? told['message'] : told].flat(2).map(toWords).filter(Boolean).join(', ');
	if (words === '') return '';
	const harmless = hideAll(words.slice(0, maxReasonLength), secrets).replace(/\S*@\S*|\+?\d[\d\s().-]{4,}\d/g, '…');
	return `: "${harmless}"`;
}

/** Evolution API lists what it looked up: `[{exists: false, jid, number}]`. */
const toWords = (part: unknown): string =>
	fields(part)['exists'] === false ? 'the number has no WhatsApp' : typeof part === 'string' ? part : '';

/** Faults of this side, names that cannot be resolved and refused connections are the only ones after which nothing can have arrived. */
function toOutcome({ provider }: ProviderAccess, cause: unknown): SendOutcome {
	if (!isTroupeError(cause)) return { kind: 'unknown', reason: `The request to ${provider} was interrupted.` };
	const { code: fault, message: reason } = cause;
	if (isLocalFault(cause)) return { kind: 'refused', retryable: isPassingFault(cause), code: fault, reason };
	const { code } = ((cause.cause as Error | undefined)?.cause ?? {}) as { code?: string };
	const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
	if (code !== undefined && never.includes(code)) return { kind: 'refused', retryable: true, code: fault, reason };
	return { kind: 'unknown', code: fault, reason };
}

/** @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
export async function askProvider(access: ProviderAccess, request: ProviderRequest, signal: AbortSignal): Promise<unknown> {
	const { provider, secrets } = access;
	const answer = await callProvider(access, request, signal).catch((cause: unknown) => {
		if (!isTroupeError(cause) || isLocalFault(cause)) throw cause;
		throw new TroupeError({
			code: 'CHANNEL_UNREACHABLE',
			message: cause.message,
			retryable: true,
			cause,
			fix: `Check the address of ${provider} and the network of this machine.`,
		});
	});
	if (answer.status < 300) return answer.body;
	throw new TroupeError({
		code: 'CHANNEL_REFUSED',
		message: `${provider} answered ${answer.status}${describeBody(answer.body, secrets)}.`,
		fix: answer.status === 401 || answer.status === 403 ? "Renew the channel's credential." : "Check the channel's settings.",
		retryable: answer.status >= 500 || isPassingRefusal(provider, answer),
		details: { status: answer.status },
	});
}
