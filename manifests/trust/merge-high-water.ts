import { TroupeError } from '../../core/base/errors';
import { HighWater, highWaterFile, listMarks } from './high-water';

/**
 * The higher mark of each counts, so a restored home never accepts what the machine refused before. @throws TroupeError MANIFEST_INVALID,
 * STORAGE_UNREADABLE
 */
export function mergeHighWater(from: string, into: string): void {
	const theirs = new HighWater(from);
	const ours = new HighWater(into);
	const { sources, lastSeen } = listMarks(from);
	ours.noteRoot(theirs.acceptedRoot());
	for (const { source, at: _at, ...marks } of sources)
		ours.advance(source, { ...marks, snapshotToken: theirs.acceptedSnapshot(source) ?? undefined }, lastSeen);
	if (ours.problem === undefined) return;
	throw new TroupeError({
		code: 'STORAGE_UNREADABLE',
		message: `The marks against rollback of ${from} cannot be taken over: ${ours.problem}.`,
		fix: `Check that this user can write to ${highWaterFile(into)}.`,
	});
}
