import type { ConversationWindow } from '../../../core/ports/memory';

/** A message of a connected memory, by its shape. */
interface StoredMessage {
	/** Older versions of LangChain have the second alone. */
	getType?(): string;
	_getType?(): string;
	type?: string;
	content?: unknown;
	tool_calls?: unknown[];
}

/**
 * The turns that a connected memory holds. Nobody knows what their replies rest on, so that they count as results. What other agents stored of their tools is left out: it was never said to anybody. Several messages
 * in a row become one, since most models take messages in turn only.
 * @returns what a system message of the memory says as the summary
 */
export function readTurns(messages: unknown[]): ConversationWindow {
	const turns: ConversationWindow['turns'] = [];
	const summaries: string[] = [];
	let questions: string[] = [];
	for (const message of messages) {
		const text = readText(message as StoredMessage);
		if (text === '') continue;
		const role = readRole(message as StoredMessage);
		if (role === 'system') summaries.push(text);
		if (role === 'human') questions.push(text);
		if (role !== 'ai' || ((message as StoredMessage).tool_calls ?? []).length > 0) continue;
		const last = turns.at(-1);
		if (questions.length > 0) turns.push({ message: questions.join('\n'), reply: text, origins: ['tool'], from: ['tool'], at: 0 });
		else if (last) last.reply += `\n${text}`;
		questions = [];
	}
	return { turns, ...(summaries.length > 0 && { summary: summaries.join('\n') }) };
}

function readRole(message: StoredMessage): string | undefined {
	return message.getType?.() ?? message._getType?.() ?? message.type;
}

function readText({ content }: StoredMessage): string {
	if (typeof content === 'string') return content.trim();
	if (!Array.isArray(content)) return '';
	const parts = content as Array<string | { type?: string; text?: string }>;
	const texts = parts.map((part) => (typeof part === 'string' ? part : part.type === 'text' ? (part.text ?? '') : ''));
	return texts.join('').trim();
}
