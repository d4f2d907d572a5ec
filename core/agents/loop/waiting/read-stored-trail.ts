import { toIdentity } from '../../../base/to-identity';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import type { RecordedDecision } from '../../approvals/recorded-decision';

type StoredTrail = ReadonlyArray<TrailEntry | null>;

/** Returns who asked for the run of a stored trail. */
export const findStarter = (trail: unknown[]): string | undefined => findPrepared(trail).by;

/** Returns who asked for the run of a stored trail, and in which session. */
export const findPrepared = (trail: unknown[]): Partial<Pick<TrailEntry<'prepared'>, 'by' | 'session'>> =>
	(trail as StoredTrail).find((entry): entry is TrailEntry<'prepared'> => entry?.kind === 'prepared') ?? {};

/** Returns what a stored run waits for. */
export const findSuspended = (trail: unknown[]): TrailEntry<'suspended'> | undefined =>
	(trail as StoredTrail).findLast((entry): entry is TrailEntry<'suspended'> => entry?.kind === 'suspended');

/** Finds what the last person was asked about this call. */
export function findAsked({ trail }: Pick<Run, 'trail'>, id: string): { record: RecordedDecision; source?: string } | undefined {
	for (const entry of trail.entries.toReversed()) {
		const index = entry.kind === 'suspended' ? entry.pending.findIndex((each) => each.id === id) : -1;
		if (entry.kind === 'suspended' && index >= 0) return { record: entry.pending[index]!, source: entry.sources[index] };
	}
	return undefined;
}

/** Lists what the server had said of the tool, as pins, each time that a person was asked about this call. */
export const listAskedPins = ({ trail }: Pick<Run, 'trail'>, id: string): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'suspended' && entry.pins?.[entry.pending.findIndex((each) => each.id === id)]) || []);

/** Lists who approved this call, where it needs several people. */
export const listAgreed = ({ trail }: Pick<Run, 'trail'>, id: string): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'agreed' && entry.call === id && entry.by !== undefined ? [toIdentity(entry.by)] : []));
