import { isUnauthorized } from '../access/access';
import type { FastifyError } from 'fastify';
import { isForUsers, namesInstallation, toCallerFault } from '../../../core/base/caller-fault';
import { isTroupeError, getErrorMessage, type TroupeError } from '../../../core/base/errors';
import { problem } from '../../../core/base/problem';
import { statusByCode, type RegistryErrorCode, type RegistryProblem } from '../registry-problem';

/** Errors not from Troupe or Fastify stay internal: the caller gets no text of them. */
export function toRegistryProblem(error: unknown, instance: string, requestId: string): RegistryProblem {
	if (isTroupeError(error) && error.code in statusByCode) return describeTroupeError(error, instance, requestId);
	const { statusCode, validation } = error as Partial<FastifyError>;
	if (validation || (statusCode !== undefined && statusCode < 500)) {
		const status = statusCode ?? 400;
		const code = selectCode(validation ? 400 : status);
		return { ...problem(status, code, getErrorMessage(error), instance), code, fix: fixes[status] ?? seeDocument, requestId };
	}
	const detail = 'The request failed inside the service. Its log has the cause.';
	return { ...problem(500, 'INTERNAL', detail, instance), code: 'INTERNAL', fix: `Search the log for ${requestId}.`, requestId };
}

const seeDocument = 'Check the parameters of the endpoint: GET /openapi.json.';
const fixes: Record<number, string> = {
	404: 'List the endpoints: GET /openapi.json.',
	405: 'Use one of the methods in the header Allow.',
	413: 'Send a smaller body.',
	414: 'Shorten the path.',
	415: 'Send JSON, with the header Content-Type: application/json.',
};

function describeTroupeError(error: TroupeError, instance: string, requestId: string): RegistryProblem {
	const { code } = error;
	const { message, fix, retryable, isWhole } = toCallerFault(error, isForUsers);
	const details = isWhole ? error.details : keepDetails(error.details);
	return {
		...problem(isUnauthorized(error) ? 401 : statusByCode[code as RegistryErrorCode], code, message, instance),
		code,
		...(fix === undefined ? {} : { fix }),
		...(retryable ? { retryable } : {}),
		...(Object.keys(details).length === 0 ? {} : { details }),
		...(typeof details.runId === 'string' && { runId: details.runId }),
		requestId,
	};
}

const keepDetails = (details: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(details).filter(([, value]) => !namesInstallation(JSON.stringify(value) ?? '')));

function selectCode(status = 400): RegistryErrorCode {
	if (status === 413) return 'INPUT_TOO_LARGE';
	if (status === 429) return 'RATE_LIMITED';
	return 'INPUT_INVALID';
}
