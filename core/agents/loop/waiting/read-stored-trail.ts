import { toIdentity } from '../../../base/to-identity';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import type { RecordedDecision } from '../../approvals/recorded-decision';

type StoredTrail = ReadonlyArray<TrailEntry | null>;

export const findStarter = (trail: unknown[]): string | undefined => findPrepared(trail).by;

export const findPrepared = (trail: unknown[]): Partial<Pick<TrailEntry<'prepared'>, 'by' | 'session'>> =>
	(trail as StoredTrail).find((entry): entry is TrailEntry<'prepared'> => entry?.kind === 'prepared') ?? {};

export const findSuspended = (trail: unknown[]): TrailEntry<'suspended'> | undefined =>
	(trail as StoredTrail).findLast((entry): entry is TrailEntry<'suspended'> => entry?.kind === 'suspended');

export function findAsked({ trail }: Pick<Run, 'trail'>, id: string): { record: RecordedDecision; source?: string } | undefined {
	for (const entry of trail.entries.toReversed()) {
		const index = entry.kind === 'suspended' ? entry.pending.findIndex((each) => each.id === id) : -1;
		if (entry.kind === 'suspended' && index >= 0) return { record: entry.pending[index]!, source: entry.sources[index] };
	}
	return undefined;
}

export const listAskedPins = ({ trail }: Pick<Run, 'trail'>, id: string): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'suspended' && entry.pins?.[entry.pending.findIndex((each) => each.id === id)]) || []);

export const listAgreed = ({ trail }: Pick<Run, 'trail'>, id: string): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'agreed' && entry.call === id && entry.by !== undefined ? [toIdentity(entry.by)] : []));
