import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import type { ModelCall } from './model-call';
import { retryAfterOf } from '../../http/retry-after';

/** What both SDKs tell of an answer that refused: they are generated alike. */
export interface RefusedAnswer {
	/** Absent when an error event came in the middle of a stream. */
	status?: number;
	headers?: Headers;
	/** The provider's machine-readable code, the most specific it gave. */
	code?: string;
	/** The provider's words, quoted with care. */
	text?: string;
	requestId?: string | null;
}

/** The error classes of a vendor's SDK, and how to read its refusals. */
export interface VendorErrors {
	APIError: abstract new (...args: never[]) => Error & { status?: number; error?: unknown };
	APIConnectionTimeoutError: abstract new (...args: never[]) => Error;
	APIConnectionError: abstract new (...args: never[]) => Error;
	read(error: Error): RefusedAnswer;
	/** The code for a refusal, where the status alone would tell too little. */
	codeOf(answer: RefusedAnswer): TroupeErrorCode | undefined;
}

const retryableCodes: TroupeErrorCode[] = ['MODEL_RATE_LIMITED', 'MODEL_OVERLOADED', 'MODEL_TIMEOUT', 'MODEL_UNREACHABLE'];

/** Any throw of a vendor's SDK as a TroupeError. The SDK's own error is never its cause: it may hold the key and the conversation. */
export function toModelError(error: unknown, call: ModelCall, vendor: VendorErrors, signal: AbortSignal): TroupeError {
	if (isTroupeError(error)) return error;
	if (signal.aborted) return cancelledError(call, signal);
	if (error instanceof vendor.APIConnectionTimeoutError) return modelError('MODEL_TIMEOUT', call, 'did not respond in time');
	if (error instanceof vendor.APIConnectionError) return unreachableError(call, error);
	if (error instanceof vendor.APIError) return refusedError(vendor.read(error), call, vendor);
	if (nameOf(error) === 'SyntaxError') return malformedError(call, 'it is not JSON');
	// undici's `fetch failed` and `terminated`.
	if (nameOf(error) === 'TypeError' && rootOf(error) !== error) return unreachableError(call, error);
	// What the SDK or an adapter stumbled over in the answer; its words may quote it. Another model may answer all the same.
	return malformedError(call, `it could not be read (${nameOf(error) ?? typeof error})`);
}

/** The answer ended before it was whole. */
export function cutError(call: ModelCall): TroupeError {
	return modelError('MODEL_UNREACHABLE', call, 'ended the connection before the response was complete');
}

/** Something answered that does not speak the protocol. */
export function malformedError(call: ModelCall, what: string): TroupeError {
	return modelError('MODEL_MALFORMED_RESPONSE', call, `returned an invalid response: ${what}`);
}

export function cancelledError(call: ModelCall, signal: AbortSignal): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message: `The call of ${call.id} was cancelled.`, cause: signal.reason });
}

/** A refusal, by the vendor's code first, then by status. */
export function refusedError(answer: RefusedAnswer, call: ModelCall, vendor: VendorErrors): TroupeError {
	const code = vendor.codeOf(answer) ?? codeOfStatus(answer.status);
	const providerCode = codeLike(answer.code, call);
	const facts = [answer.status, providerCode].filter((fact) => fact !== undefined).join(' ');
	const quote = quotable(code) ? quoteOf(answer.text, call) : '';
	return modelError(code, call, `refused the request (${facts || 'no code'})${quote}`, {
		retryAfterMs: retryAfterOf(answer.headers),
		details: { status: answer.status, providerCode, requestId: codeLike(answer.requestId, call) },
	});
}

function unreachableError(call: ModelCall, error: unknown): TroupeError {
	const cause = rootOf(error);
	const { code } = cause as { code?: unknown };
	return typeof code === 'string'
		? modelError('MODEL_UNREACHABLE', call, `is unreachable or ended the connection (${code})`, { cause })
		: modelError('MODEL_UNREACHABLE', call, 'is unreachable or ended the connection');
}

/** @internal */
export function modelError(
	code: TroupeErrorCode,
	call: ModelCall,
	happened: string,
	more: { retryAfterMs?: number; details?: Record<string, unknown>; cause?: unknown; fix?: string } = {},
): TroupeError {
	const where = call.settings.baseUrl ? ` at ${withoutSecrets(call.settings.baseUrl)}` : '';
	return new TroupeError({
		code,
		message: `${call.provider} (${call.id})${where} ${happened}.`,
		fix: more.fix ?? fixOf(code, call),
		retryable: retryableCodes.includes(code),
		retryAfterMs: more.retryAfterMs,
		details: { model: call.id, ...more.details },
		cause: more.cause,
	});
}

function fixOf(code: TroupeErrorCode, call: ModelCall): string | undefined {
	const fixes: Partial<Record<TroupeErrorCode, string>> = {
		MODEL_AUTHENTICATION: `Check the API key of ${call.provider} (credential, or ${call.keyVariable}) and its permissions.`,
		MODEL_NOT_FOUND: "Check the model's name in the agent's route and the base URL, which for most servers ends with /v1.",
		MODEL_BAD_REQUEST: 'Check that this model supports the model settings of the agent.',
		MODEL_CONTEXT_TOO_LONG: 'Send fewer passages or turns, or use a model with a longer context.',
		MODEL_RATE_LIMITED: 'Wait and retry, or add another model to the route.',
		MODEL_OUT_OF_CREDIT: `Add credit or raise the spend limit at ${call.provider}, or add another model to the route.`,
		MODEL_OVERLOADED: 'Retry later, or add another model to the route.',
		MODEL_TIMEOUT: 'Retry later, or use a faster model.',
		MODEL_UNREACHABLE: 'Check that the server is running and reachable from this machine.',
		MODEL_MALFORMED_RESPONSE: 'Check that the base URL leads to the API, not to a login page or proxy.',
	};
	return call.fixes?.[code] ?? fixes[code];
}

/** For statuses without a code of the vendor's own. */
function codeOfStatus(status: number | undefined): TroupeErrorCode {
	if (status === undefined || status >= 500) return 'MODEL_OVERLOADED';
	if (status < 400) return 'MODEL_MALFORMED_RESPONSE';
	const codes: Record<number, TroupeErrorCode> = {
		401: 'MODEL_AUTHENTICATION',
		402: 'MODEL_OUT_OF_CREDIT',
		403: 'MODEL_AUTHENTICATION',
		404: 'MODEL_NOT_FOUND',
		408: 'MODEL_TIMEOUT',
		413: 'MODEL_CONTEXT_TOO_LONG',
		429: 'MODEL_RATE_LIMITED',
	};
	return codes[status] ?? 'MODEL_BAD_REQUEST';
}

/** Only where the vendor's words help to mend the request; refused keys are quoted back by some servers. */
function quotable(code: TroupeErrorCode): boolean {
	return code === 'MODEL_BAD_REQUEST' || code === 'MODEL_NOT_FOUND';
}

/** What a machine-readable code looks like; a server may put anything in its place. */
function codeLike(code: string | null | undefined, { settings: { apiKey } }: ModelCall): string | undefined {
	const fits = typeof code === 'string' && /^[\w.:-]{1,100}$/.test(code) && (apiKey === '' || !code.includes(apiKey));
	return fits ? code : undefined;
}

/** One line without the key, addresses and long numbers: some servers send the request back. */
function quoteOf(text: string | undefined, call: ModelCall): string {
	if (!text) return '';
	const safe = withoutKey(text, call.settings.apiKey)
		.replace(/\s+/g, ' ')
		.replace(/\S+@\S+/g, '…')
		.replace(/\+?\d[\d .()/-]{5,}\d/g, '…')
		.replace(/\.$/, '');
	return `: ${safe.length > 200 ? `${safe.slice(0, 200)}…` : safe}`;
}

function withoutKey(text: string, key: string): string {
	return key === '' ? text : text.split(key).join('[key]');
}

/** Some put a key into a URL's user or query. */
function withoutSecrets(url: string): string {
	const parsed = URL.parse(url);
	// `localhost:11434` is a URL with the scheme localhost, and has no origin.
	return parsed && parsed.origin !== 'null' ? parsed.origin + parsed.pathname : 'an invalid URL';
}

/** The innermost cause: `fetch failed` says nothing, ECONNREFUSED does. */
function rootOf(error: unknown, depth = 0): unknown {
	const cause = (error as { cause?: unknown } | undefined)?.cause;
	return cause === undefined || cause === null || depth > 5 ? error : rootOf(cause, depth + 1);
}

/** By name: errors of the runtime may come from another realm. */
function nameOf(error: unknown): string | undefined {
	return (error as Error | undefined)?.name;
}
