import { TroupeError } from '../../../core/base/errors';
import { markEntry, markHead, type Marker, type OneRun, type StoredTrail } from './trail-marks';

export interface TrailFault extends OneRun {
	/** From 1. */
	step: number;
	/** `changed` includes entries moved from another place or run. */
	problem: 'changed' | 'added' | 'removed';
}

/** Finds the first wrong entry. @param isPart true if later entries were not read */
export async function findTrailFault(trail: StoredTrail, seal: Marker, isPart: boolean): Promise<TrailFault | undefined> {
	const { entries, counted, head, tenant, runId } = trail;
	const good = await countGood(trail, seal);
	const fault = (problem: TrailFault['problem'], at: number): TrailFault => ({ tenant, runId, step: at + 1, problem });
	const isWhole = good === entries.length;
	if (isWhole && (isPart || (counted === good && head === (await markHead(trail, entries, seal))))) return undefined;
	const recorded = await findRecordedEnd(trail, good, seal);
	if (recorded !== undefined) return recorded < entries.length ? fault('added', recorded) : fault('changed', Math.min(counted, recorded));
	// After the last right entry: another number, another entry, or nothing.
	return fault(isWhole || entries[good]!.number !== good ? 'removed' : 'changed', good);
}

async function countGood(trail: StoredTrail, seal: Marker): Promise<number> {
	let before = '';
	for (const [index, entry] of trail.entries.entries()) {
		if (entry.number !== index || entry.mark !== (await markEntry(trail, entry, before, seal))) return index;
		before = entry.mark;
	}
	return trail.entries.length;
}

async function findRecordedEnd(trail: StoredTrail, good: number, seal: Marker): Promise<number | undefined> {
	for (let end = good; end >= 0; end -= 1) if (trail.head === (await markHead(trail, trail.entries.slice(0, end), seal))) return end;
	return undefined;
}

export function wasChanged({ runId, step, problem }: TrailFault): TroupeError {
	return new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The stored steps of the run ${runId} cannot be used: step ${step} was ${problem} in the database without the installation's key.`,
		fix: 'Do not continue this run. Find out who writes the database, restore it from a backup, and start the run again.',
		details: { runId, step, problem },
	});
}
