import type { ConversationWindow, KeptConversation, KeptTurn } from '../../ports';
import type { MemoryParts } from '../memory-parts';
import { summariseTurns } from './summarise-older-turns';

/** Returns the newest turns unchanged, and a summary of the earlier ones if a model can write it. Undefined if nothing is stored. */
export async function recallConversation(
	conversation: string,
	turns: number,
	parts: MemoryParts,
	signal: AbortSignal,
): Promise<ConversationWindow | undefined> {
	const kept = await parts.store.conversation(conversation, turns);
	if (!kept) return undefined;
	const before = kept.last - kept.turns.length;
	const open = before - (kept.summary?.upTo ?? 0);
	if (open <= 0 || !parts.summariser) return windowOf(kept);
	// A few more turns are cheaper than a new summary after each.
	const batch = Math.max(2, Math.ceil(turns / 2));
	if (open < batch) return withOlder(conversation, kept, open, parts);
	if (kept.failure && kept.failure.upTo + batch > before) return windowOf(kept, kept.failure.code);
	const summarised = await summariseTurns(conversation, kept, before, { ...parts, summariser: parts.summariser }, signal);
	return 'text' in summarised ? { ...windowOf(kept), summary: summarised.text } : windowOf(kept, summarised.failure);
}

function windowOf({ summary, turns }: KeptConversation, summaryFailure?: string): ConversationWindow {
	return {
		...(summary && { summary: summary.text }),
		...(summaryFailure !== undefined && { summaryFailure }),
		turns: turns.map(withoutNumber),
	};
}

async function withOlder(conversation: string, kept: KeptConversation, open: number, { store }: MemoryParts): Promise<ConversationWindow> {
	const older = await store.turnsAfter(conversation, kept.summary?.upTo ?? 0, open);
	const first = kept.turns[0]?.number ?? kept.last + 1;
	return windowOf({ ...kept, turns: [...older.filter(({ number }) => number < first), ...kept.turns] });
}

const withoutNumber = ({ message, reply, at }: KeptTurn) => ({ message, reply, at });
