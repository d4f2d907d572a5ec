import { identifySurely } from '../../base/text/language';
import { withoutCitations } from '../../knowledge/grounding';
import { askForSummary, readSummary } from '../../llm/summaries/summary';
import type { ConversationSummary, ConversationWindow, StoredConversation, StoredTurn } from '../../ports/memory';
import type { ChatModel } from '../../ports/models/models';
import { isModelFailure } from '../is-model-failure';
import { memoryBounds } from '../../ports/memory-bounds';
import type { MemoryParts } from '../memory-parts';

const maxTokens = 500;
/** Characters of turns for one summary. */
const maxRead = 40_000;
const timeoutMs = 20_000;

const task = {
	en: 'Summarise the conversation below, one message a line as JSON, in at most 200 words, for an assistant that goes on with it: who the person is, what was asked, answered, agreed and left open. Carry over from a summary of what came before what still matters.',
	pt: 'Resuma a conversa abaixo, uma mensagem por linha em JSON, em no máximo 200 palavras, para um assistente que vai continuá-la: quem é a pessoa, o que foi perguntado, respondido, combinado e deixado em aberto. De um resumo do que veio antes, mantenha o que ainda importa.',
};

/** Merges turns up to `upTo` into the previous summary. Records a failure: not every recall tries again. */
async function summariseOlderTurns(
	conversation: string,
	{ summary }: StoredConversation,
	upTo: number,
	parts: MemoryParts & { summariser: ChatModel },
	signal: AbortSignal,
): Promise<ConversationSummary | { failure: string }> {
	const { store, summariser, redact } = parts;
	const after = summary?.upTo ?? 0;
	const turns = await store.turnsAfter(conversation, after, upTo - after);
	const before = summary ? [JSON.stringify({ 'summary of what came before': await redact(conversation, summary.text) })] : [];
	const lines = [...before, ...(await listLines(turns, (text) => redact(conversation, text)))];
	const language = identifySurely(turns.map(({ message }) => message).join(' ')) ?? 'en';
	const messages = askForSummary(task, lines.join('\n'), language);
	const timeout = AbortSignal.timeout(timeoutMs);
	try {
		const until = parts.clock.now() + timeoutMs;
		const response = await summariser.generate({ messages, maxOutputTokens: maxTokens, until }, AbortSignal.any([signal, timeout]));
		const text = readSummary(response)?.slice(0, memoryBounds.summary);
		if (text === undefined) return await fail(conversation, 'MODEL_MALFORMED_RESPONSE', upTo, parts);
		const from = [...new Set([...(summary?.from ?? []), ...turns.flatMap((turn) => [...(turn.from ?? []), ...(turn.origins ?? [])])])];
		const written = { text, upTo, ...(from.length > 0 && { from }) };
		await store.putSummary(conversation, written);
		return written;
	} catch (error) {
		if (signal.aborted) throw error;
		if (timeout.aborted) return fail(conversation, 'MODEL_TIMEOUT', upTo, parts);
		if (!isModelFailure(error)) throw error;
		return fail(conversation, error.code, upTo, parts);
	}
}

async function fail(conversation: string, code: string, upTo: number, { store }: MemoryParts): Promise<{ failure: string }> {
	await store.noteSummaryFailure(conversation, { code, upTo });
	return { failure: code };
}

/** Only beginnings of long turns. Each is JSON on its own line: no text passes for another message. */
async function listLines(turns: StoredTurn[], redact: (text: string) => Promise<string>): Promise<string[]> {
	const share = Math.floor(maxRead / Math.max(1, turns.length * 2));
	const lines: string[] = [];
	for (const { message, reply } of turns)
		for (const [who, text] of [
			['person', message],
			['assistant', withoutCitations(reply)],
		] as const)
			lines.push(JSON.stringify({ [who]: await redact(shortened(text, share)) }));
	return lines;
}

const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)} …` : text);

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
