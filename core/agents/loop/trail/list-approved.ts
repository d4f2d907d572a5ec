import { anyCall, withdrawValues } from '../../../flow/withdraw-values';
import type { ConversationTurn } from '../../../ports/memory';
import type { TrailEntry } from './trail-entry';
import type { RecordedDecision } from '../../approvals/recorded-decision';
import { unwrapEntry } from './unwrap-entry';

/** Max calls of each kind that a turn stores: the newest ones. */
const maxCalls = 10;
const maxCharacters = 2_000;

interface DecidedCall {
	isApproved: boolean;
	input: string;
}

/** Lists approved arguments: people's word in this conversation, unless they later declined the value. @param turns before this run, oldest first */
export function listApproved(entries: readonly TrailEntry[], turns: readonly ConversationTurn[] = []): string[] {
	let left: string[] = [];
	for (const { isApproved, input } of [...turns.flatMap(readTurn), ...listDecided(entries)])
		left = isApproved ? [...left, input] : left.flatMap((one) => withdrawValues(one, input) ?? []);
	return [...new Set(left)].filter(({ length }) => length > 2);
}

export function describeDecided(entries: readonly TrailEntry[]): Pick<ConversationTurn, 'approved' | 'declined'> {
	const approved = listApproved(entries)
		.filter(({ length }) => length <= maxCharacters)
		.slice(-maxCalls);
	const all = listDecided(entries).flatMap(({ isApproved, input }) => (isApproved ? [] : [input]));
	const fits = all.length <= maxCalls && all.every(({ length }) => length <= maxCharacters);
	const declined = fits ? all : [anyCall];
	return { ...(approved.length > 0 && { approved }), ...(declined.length > 0 && { declined }) };
}

/** Lists a turn's decisions, declined calls first: they apply to earlier turns. Its approvals came later, or lost the declined values. */
const readTurn = ({ approved = [], declined = [] }: ConversationTurn): DecidedCall[] => [
	...declined.map((input) => ({ isApproved: false, input })),
	...approved.map((input) => ({ isApproved: true, input })),
];

const listDecided = (entries: readonly TrailEntry[]): DecidedCall[] =>
	entries.flatMap((entry) => (unwrapEntry(entry).kind === 'decision' ? readDecided(entry, entries) : []));

/** After the deadline, nobody has seen the call; foreign words approve nothing. */
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
