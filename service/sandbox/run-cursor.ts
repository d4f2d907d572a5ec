import { TroupeError } from '../../core/base/errors';
import type { StoredRun } from '../../providers/state/sandbox/sandbox-runs';

/** Where a page of runs ends. */
export const encodeRunCursor = ({ createdAt, id }: Pick<StoredRun, 'createdAt' | 'id'>): string =>
	Buffer.from(`${createdAt} ${id}`).toString('base64url');

/** @throws TroupeError INPUT_INVALID */
export function decodeRunCursor(cursor: string): { createdAt: number; id: string } {
	const [, createdAt, id] = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor.slice(0, 100), 'base64url').toString('latin1')) ?? [];
	if (createdAt !== undefined && id !== undefined) return { createdAt: Number(createdAt), id };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not one of a list of sandbox runs.',
		fix: 'Use the cursor of the last answer, or leave it out.',
	});
}
