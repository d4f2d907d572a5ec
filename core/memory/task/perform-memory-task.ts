import { nameToken, tokenShape } from '../../base/text/masked-token';
import type { ConversationWindow, PersonExport } from '../../ports/memory';
import { addTurn } from '../conversations/add-turn';
import { type ConversationOwner, idOfStored, nameStored } from '../conversations/conversation-names';
import type { MemoryParts } from '../memory-parts';
import type { MemoryTask, MemoryTaskResult } from './memory-task';
import { recallConversation } from '../conversations/recall-conversation';
import { recallMemories } from '../persons/recall-memories';
import { rememberMemories } from '../persons/remember-memories';
import { screenFacts } from '../persons/screen-facts';
import { mergeMemories } from '../persons/merge-memories';

type TaskOf<Operation extends MemoryTask['operation']> = Extract<MemoryTask, { operation: Operation }>;
type Forgotten = Extract<MemoryTaskResult, { operation: 'forget' }>;

interface MemoryTaskParts extends MemoryParts {
	owner?: ConversationOwner;
	forget(whose: { person?: string; conversation?: string }): Promise<Omit<Forgotten, 'operation'>>;
}

/** @throws TroupeError MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE, CANCELLED */
export async function performMemoryTask(task: MemoryTask, parts: MemoryTaskParts, signal: AbortSignal): Promise<MemoryTaskResult> {
	switch (task.operation) {
		case 'recall':
			return recall(task, parts, signal);
		case 'remember':
			return remember(task, parts, signal);
		case 'preferences':
			return { operation: 'preferences', preferences: await updatePreferences(task.person, task.set, parts) };
		case 'export':
			return { operation: 'export', ...(await exportPerson(task.person, parts)) };
		case 'forget':
			return { operation: 'forget', ...(await parts.forget({ person: task.person, conversation: task.conversation })) };
	}
}

async function exportPerson(person: string, { store }: MemoryParts): Promise<PersonExport> {
	const { memories, conversations } = await store.export(person);
	const byId = Map.groupBy(conversations, ({ conversation }) => idOfStored(conversation));
	return { memories, conversations: [...byId].map(([conversation, parts]) => ({ conversation, ...joinParts(parts) })) };
}

function joinParts(parts: PersonExport['conversations']): ConversationWindow {
	const summaries = parts.flatMap(({ summary }) => summary ?? []);
	const turns = parts.flatMap((part) => part.turns).toSorted((one, other) => one.at - other.at);
	return { ...(summaries.length > 0 && { summary: summaries.join('\n\n') }), turns };
}

async function recall(
	{ person, conversation, agent, workflow, question, top, turns }: TaskOf<'recall'>,
	parts: MemoryTaskParts,
	signal: AbortSignal,
): Promise<MemoryTaskResult> {
	const ofPerson =
		person === undefined ? { memories: [], by: 'importance' as const } : await recallMemories({ person, question, top }, parts, signal);
	const owner = agent === undefined ? parts.owner : { agent, workflow };
	const window = conversation === undefined ? undefined : await recallConversation(nameStored(conversation, owner), turns, parts, signal);
	return { operation: 'recall', ...ofPerson, ...(conversation !== undefined && { conversation: window ?? { turns: [] } }) };
}

async function remember(
	{ person, facts, conversation, turn, origins, sensitivity }: TaskOf<'remember'>,
	parts: MemoryTaskParts,
	signal: AbortSignal,
): Promise<MemoryTaskResult> {
	await screenFacts(facts ?? []);
	const remembered = person !== undefined && facts ? await rememberMemories(person, facts, parts, signal) : [];
	if (conversation !== undefined && turn) {
		const labels = { ...(origins?.length && { origins, from: origins }), ...(sensitivity && { sensitivity }) };
		const stored = { message: toStoredMessage(turn.message), reply: turn.reply, ...labels, at: parts.clock.now() };
		await addTurn({ conversation, owner: parts.owner, turn: stored, person }, parts.store);
	}
	return { operation: 'remember', remembered };
}

/** Agents read tokens in an earlier message as values of its author, but a workflow stores typed text. */
export const toStoredMessage = (message: string): string => message.replace(tokenShape, nameToken);

/** By name. First writes `set`, whose nulls remove preferences. Preferences without a name are memories only. */
async function updatePreferences(
	person: string,
	set: Record<string, string | null> | undefined,
	{ store, clock, newId }: MemoryParts,
): Promise<Record<string, string>> {
	if (set && Object.keys(set).length > 0) {
		const changes = Object.entries(set).flatMap(([key, text]) => (text === null ? [] : [{ kind: 'preference' as const, key, text }]));
		const removedKeys = new Set(Object.keys(set).filter((key) => set[key] === null));
		await store.changeMemories(person, (memories) => {
			const { put, remove } = mergeMemories(memories, changes, { now: clock.now(), newId }).change;
			const removed = memories.filter(({ kind, key }) => kind === 'preference' && key !== undefined && removedKeys.has(key));
			return { put, remove: [...remove, ...removed.map(({ id }) => id)] };
		});
	}
	const named = (await store.memories(person)).filter(({ kind, key }) => kind === 'preference' && key !== undefined);
	return Object.fromEntries(named.map(({ key, text }) => [key!, text]));
}
