import { briefOf, isLasting, passingReason } from '../../../database/passing-reason';
import { isTroupeError, TroupeError } from '../../../core/base/errors';

/** What failed is the store's database, not what was asked of it. @param where for people, without a password */
export function databaseFault(cause: unknown, where: string): TroupeError {
	if (isTroupeError(cause)) return cause;
	const reason = passingReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The store of knowledge (${where}) refused a statement: ${briefOf(cause)}.`,
			fix: 'Report it, with the version of Troupe and what was done.',
			cause,
		});
	const told = `The store of knowledge (${where}) ${reason}: ${briefOf(cause)}. Nothing was changed.`;
	if (reason.includes('no room'))
		return new TroupeError({
			code: 'KNOWLEDGE_STORE_FULL',
			message: told,
			fix: 'Make room on its disk, or remove documents, and do it again.',
			cause,
		});
	return new TroupeError({ code: 'KNOWLEDGE_STORE_UNREACHABLE', message: told, fix: fixOf(reason), retryable: !isLasting(reason), cause });
}

function fixOf(reason: string): string {
	if (/is damaged|is no database/.test(reason)) return 'Put its file back from a copy; or move it away and ingest the documents again.';
	if (reason.includes('let us in'))
		return 'Give the user, the password and the database of its address as they are (TROUPE_KNOWLEDGE_STORE).';
	if (reason.includes('the rights'))
		return 'Let the user of its address own the database, or give it the rights to create, read and write tables in its schema.';
	return 'See that it can be reached and that its file may be read and written, and do it again.';
}
