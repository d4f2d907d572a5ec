import type { Decision, HandOver, Note, Run, Send, WholeTalk } from './talk';

export type Entry = { key: string; at: string } & (
	| { kind: 'message'; message: WholeTalk['messages'][number]; run: Run | undefined }
	| { kind: 'send'; send: Send }
	| { kind: 'hand-over'; handOver: HandOver }
	| { kind: 'note'; note: Note }
	| { kind: 'failed-run'; run: Run }
	| { kind: 'decision'; decision: Decision }
);

const isShown = ({ state }: Send): boolean => !['sent', 'delivered', 'read'].includes(state);
const hasFailed = ({ state, outcome }: Run): boolean =>
	['failed', 'cancelled', 'interrupted'].includes(state) || (outcome !== null && outcome !== 'reply');

export function listEntries({ messages, sends, handOvers, notes, ranAs, decisions }: WholeTalk): Entry[] {
	const runs = new Map(ranAs.map((run) => [run.runId, run]));
	const told = new Set(messages.map(({ run }) => run));
	// Events before the first shown message belong to hidden messages.
	const from = messages[0]?.at ?? '';
	const entries: Entry[] = [
		...messages.map((message, index) => ({
			...{ kind: 'message' as const, key: `m${message.at}${index}`, at: message.at, message },
			run: message.run === null ? undefined : runs.get(message.run),
		})),
		...sends.filter(isShown).map((send) => ({ kind: 'send' as const, key: send.id, at: send.createdAt, send })),
		...handOvers.map((handOver) => ({ kind: 'hand-over' as const, key: `h${handOver.at}`, at: handOver.at, handOver })),
		...notes.map((note, index) => ({ kind: 'note' as const, key: `n${note.at}${index}`, at: note.at, note })),
		...ranAs
			.filter((run) => hasFailed(run) && !told.has(run.runId))
			.map((run) => ({ kind: 'failed-run' as const, key: `r${run.runId}`, at: run.startedAt, run })),
	];
	const shown = entries.filter(({ at, kind }) => at >= from || kind === 'send').toSorted((one, other) => (one.at < other.at ? -1 : 1));
	// Pending decisions come last, whenever they began.
	return [
		...shown,
		...decisions.map((decision) => ({ kind: 'decision' as const, key: `d${decision.runId}`, at: decision.decideBy, decision })),
	];
}
