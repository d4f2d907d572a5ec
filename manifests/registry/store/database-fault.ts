import { shortenMessage, faultReason } from '../../../providers/database/fault-reason';
import { isTroupeError, TroupeError } from '../../../core/base/errors';

export function databaseFault(cause: unknown): TroupeError {
	if (isTroupeError(cause)) return cause;
	const reason = faultReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The registry's database refused a statement: ${shortenMessage(cause)}`,
			fix: 'Report it, with the log of the registry.',
			cause,
		});
	return new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: `The registry's database ${reason.text}: ${shortenMessage(cause)}. Only confirmed changes were stored`,
		fix: 'Free space for the database, or restart it, and repeat the request. Repeating a stored change returns the same response.',
		retryable: true,
		cause,
	});
}
