import { briefOf, isLasting, passingReason } from '../../../database/passing-reason';
import { isTroupeError, TroupeError } from '../../../core/base/errors';

/** What failed is the store's database, not what was asked of it. @param where for people, without a password */
export function databaseFault(cause: unknown, where: string): TroupeError {
	if (isTroupeError(cause)) return cause;
	const reason = passingReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The knowledge store (${where}) refused a statement: ${briefOf(cause)}.`,
			fix: 'Report this with the version of Troupe and the steps to reproduce it.',
			cause,
		});
	const told = `The knowledge store (${where}) ${reason}: ${briefOf(cause)}. Nothing was changed.`;
	if (reason.includes('no room'))
		return new TroupeError({
			code: 'KNOWLEDGE_STORE_FULL',
			message: told,
			fix: 'Free space on its disk or remove documents, then retry.',
			cause,
		});
	return new TroupeError({ code: 'KNOWLEDGE_STORE_UNREACHABLE', message: told, fix: fixOf(reason), retryable: !isLasting(reason), cause });
}

function fixOf(reason: string): string {
	if (/is damaged|is not a database/.test(reason)) return 'Restore its file from a backup, or move it away and ingest the documents again.';
	if (reason.includes('the login')) return 'Correct the user, password and database in its address (TROUPE_KNOWLEDGE_STORE).';
	if (reason.includes('permissions'))
		return 'Make the user of its address the owner of the database, or grant it permission to create, read and write tables in its schema.';
	return 'Check that it is reachable and that its file can be read and written, then retry.';
}
