import { TroupeError } from '../../core/base/errors';
import type { RunFilter } from '../../providers/state/runs/list-runs';

/** Where a page of runs ends. */
export const encodeCursor = ({ startedAt, runId }: { startedAt: number; runId: string }): string =>
	Buffer.from(`${startedAt} ${runId}`).toString('base64url');

/** @throws TroupeError INPUT_INVALID */
export function decodeCursor(cursor: string, tenant: string): RunFilter['after'] {
	const [, startedAt, runId] = /^(\d{1,15}) (.{1,300})$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (startedAt !== undefined && runId !== undefined) return { startedAt: Number(startedAt), tenant, runId };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not one of a list of runs.',
		fix: 'Use the cursor of the last answer, or leave it out.',
	});
}
