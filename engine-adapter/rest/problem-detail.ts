import { STATUS_CODES } from 'node:http';
import type { FastifyError } from 'fastify';
import { isForUsers, toCallerFault } from '../../core/base/caller-fault';
import { isTroupeError, getErrorMessage, type TroupeErrorCode } from '../../core/base/errors';
import { problem, type Problem } from '../../core/base/problem';

export { problem, type Problem };

/** Camunda 8 fills the title with the engine's own code. */
const statuses: Partial<Record<TroupeErrorCode, [status: number, title: string]>> = {
	INPUT_INVALID: [400, 'INVALID_ARGUMENT'],
	INPUT_TOO_LARGE: [413, 'PAYLOAD_TOO_LARGE'],
	PROCESS_INVALID: [400, 'INVALID_ARGUMENT'],
	ACCESS_DENIED: [403, 'FORBIDDEN'],
	PROCESS_NOT_FOUND: [404, 'NOT_FOUND'],
	DECISION_NOT_FOUND: [404, 'NOT_FOUND'],
	RESOURCE_NOT_FOUND: [404, 'NOT_FOUND'],
	INSTANCE_NOT_FOUND: [404, 'NOT_FOUND'],
	JOB_NOT_FOUND: [404, 'NOT_FOUND'],
	INCIDENT_NOT_FOUND: [404, 'NOT_FOUND'],
	USER_TASK_NOT_FOUND: [404, 'NOT_FOUND'],
	STATE_CONFLICT: [409, 'INVALID_STATE'],
	NOT_SUPPORTED: [501, 'NOT_SUPPORTED'],
	ENGINE_TIMEOUT: [504, 'DEADLINE_EXCEEDED'],
	ENGINE_UNREACHABLE: [503, 'UNAVAILABLE'],
	ENGINE_OVERLOADED: [503, 'RESOURCE_EXHAUSTED'],
	ENGINE_LOCKED: [503, 'UNAVAILABLE'],
	RATE_LIMITED: [429, 'RESOURCE_EXHAUSTED'],
	STORAGE_FULL: [503, 'UNAVAILABLE'],
	STORAGE_READ_ONLY: [503, 'UNAVAILABLE'],
	STORAGE_LOCKED: [503, 'UNAVAILABLE'],
	STORAGE_DAMAGED: [503, 'UNAVAILABLE'],
	STORAGE_UNREADABLE: [503, 'UNAVAILABLE'],
	STORAGE_UNREACHABLE: [503, 'UNAVAILABLE'],
};

const titles: Record<number, string> = { 413: 'PAYLOAD_TOO_LARGE' };

/** Foreign errors stay inside: the caller gets no text of them. */
export function toProblem(error: unknown, instance: string): Problem {
	if (isTroupeError(error)) {
		const [status, usual] = statuses[error.code] ?? [500, 'INTERNAL'];
		const title = typeof error.details.rejection === 'string' ? error.details.rejection : usual;
		const { message, fix } = toCallerFault(error, (code) => code in statuses && isForUsers(code));
		return problem(status, title, fix ? `${message} ${fix}` : message, instance);
	}
	const { statusCode, validation } = error as Partial<FastifyError>;
	if (validation) return problem(400, 'INVALID_ARGUMENT', getErrorMessage(error), instance);
	if (statusCode !== undefined && statusCode < 500)
		return problem(statusCode, titles[statusCode] ?? STATUS_CODES[statusCode] ?? 'Bad Request', getErrorMessage(error), instance);
	return problem(500, 'INTERNAL', 'The request failed in the service. Check its log.', instance);
}
