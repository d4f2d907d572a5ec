import { explainConnection } from '../../../core/base/network/connection-fault';
import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import type { ModelCall } from './model-call';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { officialServers } from '../official-servers';
import { classifyWords, isFilterRefusal, isNotFunded, isTooLong, type RefusedAnswer } from './refusal-meaning';

type ErrorClass = abstract new (...args: never[]) => Error;

export interface VendorErrors {
	APIError?: ErrorClass;
	APIConnectionTimeoutError?: ErrorClass;
	APIConnectionError?: ErrorClass;
	read(error: Error): RefusedAnswer;
	classify(answer: RefusedAnswer): TroupeErrorCode | undefined;
}

const retryableCodes: TroupeErrorCode[] = ['MODEL_RATE_LIMITED', 'MODEL_OVERLOADED', 'MODEL_TIMEOUT', 'MODEL_UNREACHABLE'];

/** Never keeps the SDK's error as cause: it can contain the key and the conversation. */
export function toModelError(error: unknown, call: ModelCall, vendor: VendorErrors, signal: AbortSignal): TroupeError {
	if (isTroupeError(error)) return error;
	if (signal.aborted) return cancelledError(call, signal);
	const isA = (kind?: ErrorClass) => kind !== undefined && error instanceof kind;
	if (isA(vendor.APIConnectionTimeoutError) || isTimeout(error)) return modelError('MODEL_TIMEOUT', call, 'did not respond in time');
	if (isA(vendor.APIConnectionError)) return unreachableError(call, error);
	if (isA(vendor.APIError)) return refusedError(vendor.read(error as Error), call, vendor);
	if (errorName(error) === 'SyntaxError') return malformedError(call, 'it is not JSON');
	// undici: `fetch failed` and `terminated`.
	if (errorName(error) === 'TypeError' && findRootCause(error) !== error) return unreachableError(call, error);
	// The message can quote the response. Another model may still answer.
	return malformedError(call, `it could not be read (${errorName(error) ?? typeof error})`);
}

export function cutError(call: ModelCall): TroupeError {
	return modelError('MODEL_UNREACHABLE', call, 'ended the connection before the response was complete');
}

export function endedError(reason: string, ending: 'failed' | 'unknown', call: ModelCall): TroupeError {
	const providerCode = codeLike(reason, call);
	const named = providerCode ?? 'no code';
	const isBrokenCall = ending === 'failed' && /malformed|tool_call/i.test(reason);
	const { code, message, details } = isBrokenCall
		? malformedError(call, `the model wrote an invalid tool call or answer (${named})`)
		: ending === 'failed'
			? modelError('MODEL_OVERLOADED', call, `did not complete its answer (${named})`)
			: malformedError(call, `it ended for an unknown reason (${named})`);
	const fix = isBrokenCall
		? 'Retry, describe the tools more clearly, or use another model.'
		: 'Retry later, or add another model to the route.';
	return new TroupeError({ code, message, fix, retryable: ending === 'failed', details: { ...details, providerCode } });
}

export function malformedError(call: ModelCall, what: string, fix?: string): TroupeError {
	return modelError('MODEL_MALFORMED_RESPONSE', call, `returned an invalid response: ${what}`, { fix });
}

export function cancelledError(call: ModelCall, signal: AbortSignal): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message: `The call of ${call.id} was cancelled.`, cause: signal.reason });
}

export function refusedError(answer: RefusedAnswer, call: ModelCall, vendor: VendorErrors): TroupeError {
	const isFiltered = isFilterRefusal(answer);
	const code = isFiltered ? 'MODEL_BAD_REQUEST' : classify(answer, vendor);
	const providerCode = codeLike(answer.code, call);
	const facts = [answer.status, providerCode].filter((fact) => fact !== undefined).join(' ');
	const quote = quotable(code) && !isFiltered ? quoteSafely(answer.text, call) : '';
	const isBroken = code === 'MODEL_OVERLOADED' && answer.status === 500;
	const what = isFiltered ? 'refused the text by its content filter' : isBroken ? 'failed' : 'refused the request';
	return modelError(code, call, `${what} (${facts || 'no code'})${quote}`, {
		retryAfterMs: readRetryAfter(answer.headers),
		details: { status: answer.status, providerCode, requestId: codeLike(answer.requestId, call), ...(isFiltered && { filtered: true }) },
		...(isBroken && {
			fix: 'The server has a fault of its own, whatever its load. Look at its log, retry later, or add another model to the route.',
		}),
		...(isFiltered && { fix: 'Change the text, or use a model of another provider.' }),
	});
}

/** Detects a question stopped by the provider's filter, which a chat model returns like a filtered answer. */
export function isFiltered(error: unknown): boolean {
	return isTroupeError(error) && error.details.filtered === true;
}

function classify(answer: RefusedAnswer, vendor: VendorErrors): TroupeErrorCode {
	if (isTooLong(answer)) return 'MODEL_CONTEXT_TOO_LONG';
	if (isNotFunded(answer)) return 'MODEL_OUT_OF_CREDIT';
	return vendor.classify(answer) ?? classifyWords(answer) ?? classifyStatus(answer);
}

function unreachableError(call: ModelCall, error: unknown): TroupeError {
	const cause = findRootCause(error);
	const { code } = cause as { code?: unknown };
	const known = explainConnection(
		error,
		call.settings.baseUrl ?? officialServers[call.id.split(':', 1)[0] as keyof typeof officialServers],
	);
	if (known?.certificate !== undefined)
		return modelError('MODEL_UNREACHABLE', call, known.what, {
			fix: known.fix,
			isLasting: true,
			details: { certificate: known.certificate },
			cause,
		});
	const happened = known?.what ?? 'is unreachable or ended the connection';
	return typeof code === 'string'
		? modelError('MODEL_UNREACHABLE', call, `${happened} (${code})`, { fix: known?.fix, cause })
		: modelError('MODEL_UNREACHABLE', call, happened, { fix: known?.fix });
}

/** @internal */
export function modelError(
	code: TroupeErrorCode,
	call: ModelCall,
	happened: string,
	more: { retryAfterMs?: number; details?: Record<string, unknown>; cause?: unknown; fix?: string; isLasting?: boolean } = {},
): TroupeError {
	const where = call.settings.baseUrl ? ` at ${withoutSecrets(call.settings.baseUrl)}` : '';
	return new TroupeError({
		code,
		message: `${call.provider} (${call.id})${where} ${happened}.`,
		fix: more.fix ?? suggestFix(code, call),
		retryable: retryableCodes.includes(code) && more.isLasting !== true,
		retryAfterMs: more.retryAfterMs,
		details: { model: call.id, ...more.details },
		cause: more.cause,
	});
}

function suggestFix(code: TroupeErrorCode, call: ModelCall): string | undefined {
	const fixes: Partial<Record<TroupeErrorCode, string>> = {
		MODEL_AUTHENTICATION: `Check the API key of ${call.provider} (credential, or ${call.keyVariable}) and its permissions.`,
		MODEL_NOT_FOUND: "Check the model's name in the agent's route and the base URL, which for most servers ends with /v1.",
		MODEL_BAD_REQUEST: 'Check that this model supports the model settings of the agent.',
		MODEL_CONTEXT_TOO_LONG: 'Send less: fewer passages, turns or tools, or shorter texts. Or use a model with a longer context.',
		MODEL_RATE_LIMITED: 'Wait and retry, or add another model to the route.',
		MODEL_OUT_OF_CREDIT: `Add credit or raise the spend limit at ${call.provider}, or add another model to the route.`,
		MODEL_OVERLOADED: 'Retry later, or add another model to the route.',
		MODEL_TIMEOUT: 'Retry later, or use a faster model.',
		MODEL_UNREACHABLE: 'Check that the server is running and reachable from this machine.',
		MODEL_MALFORMED_RESPONSE:
			'Retry, or use another model. If all calls fail, check that the base URL leads to the API, not to a login page or proxy.',
	};
	return call.fixes?.[code] ?? fixes[code];
}

function classifyStatus({ status, code, text }: RefusedAnswer): TroupeErrorCode {
	if (status === undefined || status >= 500) return 'MODEL_OVERLOADED';
	if (status < 400) return 'MODEL_MALFORMED_RESPONSE';
	// A firewall's page, which can concern a single text.
	if (status === 403 && code === undefined && text === undefined) return 'MODEL_MALFORMED_RESPONSE';
	const codes: Record<number, TroupeErrorCode> = {
		401: 'MODEL_AUTHENTICATION',
		402: 'MODEL_OUT_OF_CREDIT',
		403: 'MODEL_AUTHENTICATION',
		404: 'MODEL_NOT_FOUND',
		408: 'MODEL_TIMEOUT',
		429: 'MODEL_RATE_LIMITED',
		// Groq, for its flexible tier.
		498: 'MODEL_OVERLOADED',
	};
	return codes[status] ?? 'MODEL_BAD_REQUEST';
}

/** Quotes only messages that help to correct the request: some servers repeat the refused key. */
function quotable(code: TroupeErrorCode): boolean {
	return code === 'MODEL_BAD_REQUEST' || code === 'MODEL_NOT_FOUND';
}

/** Returns the code if it looks machine-readable; servers can send anything. */
function codeLike(code: string | null | undefined, { settings: { apiKey } }: ModelCall): string | undefined {
	const fits = typeof code === 'string' && /^[\w.:-]{1,100}$/.test(code) && (apiKey === '' || !code.includes(apiKey));
	return fits ? code : undefined;
}

/** Removes the key, addresses and long numbers: some servers repeat the request. */
function quoteSafely(text: string | undefined, call: ModelCall): string {
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

/** Removes user and query, which can contain keys. */
function withoutSecrets(url: string): string {
	const parsed = URL.parse(url);
	// `localhost:11434` parses as scheme localhost, without an origin.
	return parsed && parsed.origin !== 'null' ? parsed.origin + parsed.pathname : 'an invalid URL';
}

/** Covers undici (UND_ERR_HEADERS_TIMEOUT and others) and the system (ETIMEDOUT). */
function isTimeout(error: unknown): boolean {
	const { code } = (findRootCause(error) ?? {}) as { code?: unknown };
	return typeof code === 'string' && /TIMED?_?OUT$/.test(code);
}

/** Finds the innermost cause: ECONNREFUSED is useful, `fetch failed` is not. */
function findRootCause(error: unknown, depth = 0): unknown {
	const cause = (error as { cause?: unknown } | undefined)?.cause;
	return cause === undefined || cause === null || depth > 5 ? error : findRootCause(cause, depth + 1);
}

/** Compares names, because errors of the runtime can come from another realm. */
function errorName(error: unknown): string | undefined {
	return (error as Error | undefined)?.name;
}
