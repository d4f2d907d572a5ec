import { isLasting, type FaultReason, faultReason, shortenMessage } from '../../database/fault-reason';
import { isTroupeError, TroupeError } from '../../../core/base/errors';

/** @param where the address for messages, without a password */
export function databaseFault(cause: unknown, where: string): TroupeError {
	if (isTroupeError(cause)) return cause;
	const reason = faultReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The knowledge store (${where}) refused a statement: ${shortenMessage(cause)}.`,
			fix: 'Report this with the version of Troupe and the steps to reproduce it.',
			cause,
		});
	const message = `The knowledge store (${where}) ${reason.text}: ${shortenMessage(cause)}. Nothing was changed.`;
	if (reason.kind === 'full')
		return new TroupeError({
			code: 'KNOWLEDGE_STORE_FULL',
			message,
			fix: 'Free space on its disk, then retry.',
			cause,
		});
	return new TroupeError({
		code: 'KNOWLEDGE_STORE_UNREACHABLE',
		message,
		fix: suggestFix(reason),
		retryable: !isLasting(reason),
		cause,
	});
}

function suggestFix({ kind }: FaultReason): string {
	if (kind === 'damaged') return 'Restore its file from a backup, or move it away and ingest the documents again.';
	if (kind === 'login') return 'Correct the user, password and database in its address (TROUPE_KNOWLEDGE_STORE).';
	if (kind === 'permissions')
		return 'Make the user of its address the owner of the database, or grant it permission to create, read and write tables in its schema.';
	return 'Check that it is reachable and that its file can be read and written, then retry.';
}
