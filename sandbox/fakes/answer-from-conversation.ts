import type { FakeReply } from './fake-server';

export interface FakeChat {
	model: string;
	messages: Array<{ role: string; content: string }>;
	stream: boolean;
}

export type FakeResponder = (chat: FakeChat) => FakeReply;

/** Quotes the first passage with citation `[1]`, or replies with requested words. Without passages, repeats the last message. */
export const answerFromConversation: FakeResponder = ({ messages }) => {
	const system = messages.find(({ role }) => role === 'system')?.content ?? '';
	const all = messages.map(({ content }) => content).join('\n');
	const passage =
		all.match(/<passage number="1"[^>]*>\n([^]*?)\n<\/passage>/)?.[1] ?? system.match(/^\[1\]\s*([^]*?)(?=^\[2\]|$(?![^]))/m)?.[1];
	if (passage !== undefined) return { text: `${firstSentence(passage)} [1]` };
	const nothingFound = all.includes('(no passage was found)') && system.match(/reply with exactly (\S+)/)?.[1];
	return { text: nothingFound || `You wrote: ${messages.at(-1)?.content ?? ''}` };
};

function firstSentence(passage: string): string {
	const text =
		passage
			.split('\n')
			.find((line) => line.trim() !== '' && !line.startsWith('#'))
			?.trim() ?? passage.trim();
	return text.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? text;
}
