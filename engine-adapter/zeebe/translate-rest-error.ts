import { messageOf, TroupeError } from '../../core/errors';

/** A failure of Camunda's REST API to complete a user task, in Troupe's terms. */
export function translateRestError(error: unknown, userTaskKey: string, restAddress: string): TroupeError {
	const statusCode = statusCodeOf(error);
	const facts = { details: { userTaskKey, restAddress, statusCode }, cause: error };
	switch (statusCode) {
		case 404:
			return new TroupeError({
				code: 'USER_TASK_NOT_FOUND',
				message: `Zeebe has no user task ${userTaskKey}.`,
				fix: 'It may have been completed or cancelled meanwhile.',
				...facts,
			});
		case 409:
			return new TroupeError({
				code: 'STATE_CONFLICT',
				message: `User task ${userTaskKey} cannot be completed in its present state.`,
				...facts,
			});
		case 400:
			return new TroupeError({
				code: 'INPUT_INVALID',
				message: `Zeebe refused to complete user task ${userTaskKey}: ${messageOf(error)}`,
				...facts,
			});
		default:
			return new TroupeError({
				code: 'ENGINE_UNREACHABLE',
				message: `Camunda's REST API at ${restAddress} did not complete user task ${userTaskKey}: ${messageOf(error)}`,
				fix: 'Check the REST address (usually port 8080) and the credentials in the environment.',
				retryable: statusCode === undefined || statusCode >= 500,
				...facts,
			});
	}
}

function statusCodeOf(error: unknown): number | undefined {
	return (error as { response?: { statusCode?: number } }).response?.statusCode;
}
