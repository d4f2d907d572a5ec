import type { FastifyError } from 'fastify';
import { isTroupeError, messageOf, type TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { problem, type Problem } from '../../../core/base/problem';

/** A problem document with what a program needs to show the same error as on the registry's own machine. */
export interface RegistryProblem extends Problem {
	/** The same as `title`. */
	code: string;
	fix?: string;
	retryable?: boolean;
	details?: Record<string, unknown>;
	/** As in the header `x-request-id`, and in the registry's log. */
	requestId: string;
}

/** The codes that cross the wire, with their HTTP status. */
export const statusOf = {
	INPUT_INVALID: 400,
	INPUT_TOO_LARGE: 413,
	TOKEN_INVALID: 422,
	AGENT_INVALID: 422,
	VERSION_INVALID: 422,
	MANIFEST_INVALID: 422,
	APPROVAL_REFUSED: 422,
	ADDRESS_REFUSED: 422,
	MANIFEST_NOT_FOUND: 404,
	MANIFEST_EXISTS: 409,
	MANIFEST_REVOKED: 409,
	MANIFEST_NOT_APPROVED: 409,
	MANIFEST_ROLLED_BACK: 409,
	STATE_CONFLICT: 409,
	ACCESS_DENIED: 403,
	RATE_LIMITED: 429,
	NOT_SUPPORTED: 501,
	TRUST_ROOT_MISSING: 503,
	REGISTRY_NOT_READY: 503,
	INTERNAL: 500,
} as const satisfies Partial<Record<TroupeErrorCode, number>>;

export type RegistryErrorCode = keyof typeof statusOf;

/** Why access was denied, in `details.reason`: the first two are answered with 401, the others with 403. `foreign`: a page of another site, or the name of another machine. */
export type AccessReason = 'missing' | 'invalid' | 'scope' | 'tenant' | 'foreign';

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
