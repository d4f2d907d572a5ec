import type { RecordedDecision } from '../../agent-outcome';
import type { TrailEntry } from './trail-entry';

/** Limit of the approved calls that one turn stores: the newest ones. */
const maxApproved = 10;
const maxCharacters = 2_000;

/** Returns the arguments of a call that a person approved, masked, as JSON. */
export function readApproved({ callId, approved, by, origins }: TrailEntry<'decision'>, entries: readonly TrailEntry[]): string[] {
	const asked = approved && by !== 'rule' && !origins ? entries.flatMap(listPending).find(({ id }) => id === callId) : undefined;
	return asked?.kind === 'approval' ? [JSON.stringify(asked.arguments)] : [];
}

/** Lists what people approved in a run, for the following turns of its conversation. Longer arguments are asked about again. */
export function listApproved(entries: readonly TrailEntry[]): string[] {
	const all = entries.flatMap((entry) => (entry.kind === 'decision' ? readApproved(entry, entries) : []));
	return [...new Set(all)].filter(({ length }) => length > 2 && length <= maxCharacters).slice(-maxApproved);
}

const listPending = (entry: TrailEntry): RecordedDecision[] => (entry.kind === 'suspended' ? entry.pending : []);
