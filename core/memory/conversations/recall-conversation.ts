import type { ConversationWindow, StoredConversation, StoredTurn } from '../../ports/memory';
import type { MemoryParts } from '../memory-parts';
import { summariseOlderTurns } from './summarise-older-turns';

/** The newest turns unchanged, and a summary of the earlier ones if a model can write it. Undefined if nothing is stored. */
export async function recallConversation(
	conversation: string,
	turns: number,
	parts: MemoryParts,
	signal: AbortSignal,
): Promise<ConversationWindow | undefined> {
	const stored = await parts.store.conversation(conversation, turns);
	if (!stored) return undefined;
	const before = stored.last - stored.turns.length;
	const open = before - (stored.summary?.upTo ?? 0);
	if (open <= 0 || !parts.summariser) return createWindow(stored);
	// A few more turns are cheaper than a new summary after each.
	const batch = Math.max(2, Math.ceil(turns / 2));
	if (open < batch) return withOlder(conversation, stored, open, parts);
	if (stored.failure && stored.failure.upTo + batch > before) return createWindow(stored, stored.failure.code);
	const summarised = await summariseOlderTurns(conversation, stored, before, { ...parts, summariser: parts.summariser }, signal);
	return 'text' in summarised ? createWindow({ ...stored, summary: summarised }) : createWindow(stored, summarised.failure);
}

function createWindow({ summary, turns }: StoredConversation, summaryFailure?: string): ConversationWindow {
	return {
		...(summary && { summary: summary.text }),
		...(summary?.from && { summaryFrom: summary.from }),
		...(summaryFailure !== undefined && { summaryFailure }),
		turns: turns.map(withoutNumber),
	};
}

async function withOlder(
	conversation: string,
	stored: StoredConversation,
	open: number,
	{ store }: MemoryParts,
): Promise<ConversationWindow> {
	const older = await store.turnsAfter(conversation, stored.summary?.upTo ?? 0, open);
	const first = stored.turns[0]?.number ?? stored.last + 1;
	return createWindow({ ...stored, turns: [...older.filter(({ number }) => number < first), ...stored.turns] });
}

const withoutNumber = ({ number: _number, ...turn }: StoredTurn) => turn;
