import type { FastifyError } from 'fastify';
import { isTroupeError, messageOf, type TroupeError } from '../../../core/base/errors';
import { problem } from '../../../core/base/problem';
import { statusOf, type RegistryErrorCode, type RegistryProblem } from '../registry-problem';

/** The problem that a thrown value is. What is neither Troupe's nor Fastify's own stays inside: the caller gets no text of it. */
export function toRegistryProblem(error: unknown, instance: string, requestId: string): RegistryProblem {
	if (isTroupeError(error) && error.code in statusOf) return ofTroupeError(error, instance, requestId);
	const { statusCode, validation } = error as Partial<FastifyError>;
	if (validation || (statusCode !== undefined && statusCode < 500)) {
		const status = statusCode ?? 400;
		const code = codeOf(validation ? 400 : status);
		return { ...problem(status, code, messageOf(error), instance), code, fix: fixes[status] ?? seeDocument, requestId };
	}
	const detail = 'The request failed inside the registry; its log says why.';
	return { ...problem(500, 'INTERNAL', detail, instance), code: 'INTERNAL', fix: `Look for ${requestId} in that log.`, requestId };
}

const seeDocument = 'See what the endpoint takes: GET /openapi.json.';
/** What to do about a refusal that is Fastify's own, by status. */
const fixes: Record<number, string> = {
	404: 'See which endpoints there are: GET /openapi.json.',
	405: 'Use one of the methods of the header Allow.',
	413: 'Send less at once.',
	414: 'Shorten the path.',
	415: 'Send JSON, with the header Content-Type: application/json.',
};

function ofTroupeError(error: TroupeError, instance: string, requestId: string): RegistryProblem {
	const { code, message, fix, retryable, details } = error;
	const isUnauthorized = code === 'ACCESS_DENIED' && (details.reason === 'missing' || details.reason === 'invalid');
	return {
		...problem(isUnauthorized ? 401 : statusOf[code as RegistryErrorCode], code, message, instance),
		code,
		...(fix === undefined ? {} : { fix }),
		...(retryable ? { retryable } : {}),
		...(Object.keys(details).length === 0 ? {} : { details }),
		requestId,
	};
}

function codeOf(status = 400): RegistryErrorCode {
	if (status === 413) return 'INPUT_TOO_LARGE';
	if (status === 429) return 'RATE_LIMITED';
	return 'INPUT_INVALID';
}
