import { TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { faultBehind } from '../to-node-error';

const byStatus: Record<number, TroupeErrorCode> = {
	400: 'MODEL_BAD_REQUEST',
	401: 'MODEL_AUTHENTICATION',
	402: 'MODEL_OUT_OF_CREDIT',
	403: 'MODEL_AUTHENTICATION',
	404: 'MODEL_NOT_FOUND',
	408: 'MODEL_TIMEOUT',
	413: 'MODEL_CONTEXT_TOO_LONG',
	422: 'MODEL_BAD_REQUEST',
	429: 'MODEL_RATE_LIMITED',
	504: 'MODEL_TIMEOUT',
};

const byVendorCode: Record<string, TroupeErrorCode> = {
	insufficient_quota: 'MODEL_OUT_OF_CREDIT',
	context_length_exceeded: 'MODEL_CONTEXT_TOO_LONG',
	model_not_found: 'MODEL_NOT_FOUND',
	MODEL_NOT_FOUND: 'MODEL_NOT_FOUND',
	MODEL_AUTHENTICATION: 'MODEL_AUTHENTICATION',
	MODEL_RATE_LIMIT: 'MODEL_RATE_LIMITED',
	ETIMEDOUT: 'MODEL_TIMEOUT',
};

const fixes: Partial<Record<TroupeErrorCode, string>> = {
	MODEL_AUTHENTICATION: 'Check the credential of the connected chat model.',
	MODEL_NOT_FOUND: 'Choose a model that exists in the connected chat model node.',
	MODEL_OUT_OF_CREDIT: "Add credit to the provider's account.",
	MODEL_CONTEXT_TOO_LONG: 'Connect a model with a larger context, or lower the number of passages in the agent.',
	MODEL_BAD_REQUEST: 'Check the options of the connected chat model node.',
	MODEL_UNREACHABLE: 'Check the Base URL in the credential of the connected chat model, and that n8n can reach it.',
	MODEL_MALFORMED_RESPONSE:
		'Check the Base URL in the credential of the connected chat model. A web page or another service can be at this address.',
};

const retryable = new Set<TroupeErrorCode>(['MODEL_RATE_LIMITED', 'MODEL_OVERLOADED', 'MODEL_TIMEOUT', 'MODEL_UNREACHABLE']);

/** Any throw of a connected model as a TroupeError. Reads only status and code: providers quote requests. */
export function connectedModelFault(error: unknown, signal: AbortSignal, id: string): TroupeError {
	if (signal.aborted)
		return new TroupeError({ code: 'CANCELLED', message: 'The run was cancelled while the connected chat model was asked.' });
	// A model of ours, such as a router, says itself what happened, and which models it asked.
	const [own] = listCauses(error).flatMap((link) => faultBehind(link) ?? []);
	if (own) return own;
	const code = findCode(error);
	const status = findStatus(error);
	return new TroupeError({
		code,
		message: `The connected chat model ${id} ${whatHappened(code)}${status ? ` (HTTP ${status})` : ''}.`,
		fix: fixes[code] ?? 'Try again later, or check the error of the connected chat model node.',
		retryable: retryable.has(code),
		details: { model: id, status, ...(isAboutTemperature(error, status) && { parameter: 'temperature' }) },
	});
}

function findCode(error: unknown): TroupeErrorCode {
	for (const { code, lc_error_code: langchain, type } of listCauses(error)) {
		for (const name of [code, langchain, type]) if (typeof name === 'string' && byVendorCode[name]) return byVendorCode[name];
	}
	const status = findStatus(error);
	if (status === undefined) {
		const links = listCauses(error);
		if (links.some(({ name }) => name === 'TimeoutError' || name === 'APIConnectionTimeoutError')) return 'MODEL_TIMEOUT';
		return links.some(isMisread) ? 'MODEL_MALFORMED_RESPONSE' : 'MODEL_UNREACHABLE';
	}
	return byStatus[status] ?? (status >= 500 ? 'MODEL_OVERLOADED' : 'MODEL_BAD_REQUEST');
}

function whatHappened(code: TroupeErrorCode): string {
	if (code === 'MODEL_UNREACHABLE') return 'could not be reached, or the connection broke';
	return code === 'MODEL_MALFORMED_RESPONSE' ? 'did not respond as a chat model does' : 'returned no answer';
}

/** Checks for a client that stumbled over an answer, such as a web page. Node's own `fetch failed` has a cause. */
function isMisread({ name, cause }: Fields): boolean {
	return name === 'SyntaxError' || (name === 'TypeError' && cause === undefined);
}

function findStatus(error: unknown): number | undefined {
	const statuses = listCauses(error).flatMap(({ status, statusCode, httpCode }) => [status, statusCode, httpCode]);
	return statuses.map(Number).find((value) => value >= 400 && value < 600);
}

/** Compatible servers name the parameter in their words only. */
function isAboutTemperature(error: unknown, status: number | undefined): boolean {
	if (status !== 400 && status !== 422) return false;
	return listCauses(error).some(({ param, message }) => param === 'temperature' || /\btemperature\b/i.test(String(message)));
}

type Fields = Record<string, unknown>;

export function listCauses(error: unknown, depth = 0): Fields[] {
	if (typeof error !== 'object' || error === null || depth > 4) return [];
	const { cause, error: inner, response } = error as Fields;
	return [error as Fields, ...[inner, cause, response].flatMap((wrapped) => listCauses(wrapped, depth + 1))];
}
