import { anyCall, withdrawValues } from '../../../flow/withdraw-values';
import type { ConversationTurn } from '../../../ports/memory';
import type { TrailEntry } from './trail-entry';
import type { RecordedDecision } from '../../approvals/recorded-decision';
import { unwrapEntry } from './unwrap-entry';

/** Limit of the calls of each kind that one turn stores: the newest ones. */
const maxCalls = 10;
const maxCharacters = 2_000;

/** A call that a person decided about. */
interface DecidedCall {
	isApproved: boolean;
	/** Its arguments, masked, as JSON. */
	input: string;
}

/**
 * Lists the arguments of calls that people approved: their word in this conversation, as far as they did not decline the same value later.
 * @param turns before this run, oldest first
 */
export function listApproved(entries: readonly TrailEntry[], turns: readonly ConversationTurn[] = []): string[] {
	let left: string[] = [];
	for (const { isApproved, input } of [...turns.flatMap(readTurn), ...listDecided(entries)])
		left = isApproved ? [...left, input] : left.flatMap((one) => withdrawValues(one, input) ?? []);
	return [...new Set(left)].filter(({ length }) => length > 2);
}

/** Returns what a turn stores of what people decided in its run. Longer arguments are asked about again. */
export function describeDecided(entries: readonly TrailEntry[]): Pick<ConversationTurn, 'approved' | 'declined'> {
	const approved = listApproved(entries)
		.filter(({ length }) => length <= maxCharacters)
		.slice(-maxCalls);
	const all = listDecided(entries).flatMap(({ isApproved, input }) => (isApproved ? [] : [input]));
	const fits = all.length <= maxCalls && all.every(({ length }) => length <= maxCharacters);
	const declined = fits ? all : [anyCall];
	return { ...(approved.length > 0 && { approved }), ...(declined.length > 0 && { declined }) };
}

/** Lists the decisions of a turn, declined calls first: they hold for the turns before it. Its approvals came later, or lost what was declined. */
const readTurn = ({ approved = [], declined = [] }: ConversationTurn): DecidedCall[] => [
	...declined.map((input) => ({ isApproved: false, input })),
	...approved.map((input) => ({ isApproved: true, input })),
];

const listDecided = (entries: readonly TrailEntry[]): DecidedCall[] =>
	entries.flatMap((entry) => (unwrapEntry(entry).kind === 'decision' ? readDecided(entry, entries) : []));

/** Where the time to decide was over, nobody has seen the call; words of others approve nothing. */
function readDecided(entry: TrailEntry, entries: readonly TrailEntry[]): DecidedCall[] {
	if (entry.kind === 'called') {
		const { callId } = entry;
		return readDecided(
			entry.entry,
			entries.flatMap((one) => (one.kind === 'called' && one.callId === callId ? [one.entry] : [])),
		);
	}
	if (entry.kind !== 'decision' || entry.by === 'rule' || (entry.approved && entry.origins)) return [];
	const asked = entries.flatMap(listPending).find(({ id }) => id === entry.callId);
	return asked?.kind === 'approval' ? [{ isApproved: entry.approved, input: JSON.stringify(asked.arguments) }] : [];
}

const listPending = (entry: TrailEntry): RecordedDecision[] => (entry.kind === 'suspended' ? entry.pending : []);
