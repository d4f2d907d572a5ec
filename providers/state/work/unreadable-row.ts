/** Sealed rows unreadable on any host: the key is gone, or one of the two was changed. */
import { isTroupeError, TroupeError } from '../../../core/base/errors';

interface RowPlace {
	conversation: string;
	/** `table.column`. */
	column: string;
}

/** @param why continues "cannot be opened: " */
export const unreadableRow = ({ conversation, column }: RowPlace, why: string, cause?: unknown): TroupeError =>
	new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `A text of the conversation ${conversation} (${column}) cannot be opened: ${why}.`,
		fix: 'Restore the state as a whole, from one backup. A key that was destroyed cannot be made again.',
		details: { conversation, column },
		cause,
	});

/** Distinguishes a damaged row from a missing master key, where every row fails. */
export const isUnreadableRow = (error: unknown): error is TroupeError =>
	isTroupeError(error) && error.code === 'VAULT_UNREADABLE' && error.details.column !== undefined;

/** Substitutes unreadable values: one row must not hide the others. */
export async function readOr<Read>(reading: Promise<Read>, instead: Read): Promise<Read> {
	try {
		return await reading;
	} catch (error) {
		if (isUnreadableRow(error)) return instead;
		throw error;
	}
}
