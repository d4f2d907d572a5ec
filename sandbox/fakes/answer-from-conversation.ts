import type { FakeReply } from './fake-server';

/** The request as every protocol's stand-in sees it. */
export interface FakeChat {
	model: string;
	messages: Array<{ role: string; content: string }>;
	stream: boolean;
}

/** Decides a stand-in's reply. */
export type FakeResponder = (chat: FakeChat) => FakeReply;

/**
 * The default responder: quotes the first passage and cites it as `[1]`, or replies with the requested words if there is no passage.
 * In a conversation without passages it repeats the last message.
 */
export const answerFromConversation: FakeResponder = ({ messages }) => {
	const system = messages.find(({ role }) => role === 'system')?.content ?? '';
	const all = messages.map(({ content }) => content).join('\n');
	const passage =
		all.match(/<passage number="1"[^>]*>\n([^]*?)\n<\/passage>/)?.[1] ?? system.match(/^\[1\]\s*([^]*?)(?=^\[2\]|$(?![^]))/m)?.[1];
	if (passage !== undefined) return { text: `${firstSentence(passage)} [1]` };
	const nothingFound = all.includes('(no passage was found)') && system.match(/reply with exactly (\S+)/)?.[1];
	return { text: nothingFound || `You wrote: ${messages.at(-1)?.content ?? ''}` };
};

/** Returns the first sentence, without headings. */
function firstSentence(passage: string): string {
	const text =
		passage
			.split('\n')
			.find((line) => line.trim() !== '' && !line.startsWith('#'))
			?.trim() ?? passage.trim();
	return text.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? text;
}
