import type { FakeReply } from './fake-server';

/** What a stand-in sees of a request, whatever its protocol. */
export interface FakeChat {
	model: string;
	messages: Array<{ role: string; content: string }>;
	stream: boolean;
}

/** Decides a stand-in's reply. */
export type FakeResponder = (chat: FakeChat) => FakeReply;

/**
 * The default responder: as told, it quotes the first passage and cites it as `[1]`, or says in the words asked for that none was found.
 * Where a conversation brings no passages it repeats the last message.
 */
export const answerFromConversation: FakeResponder = ({ messages }) => {
	const system = messages.find(({ role }) => role === 'system')?.content ?? '';
	const passage =
		system.match(/<passage number="1"[^>]*>\n([^]*?)\n<\/passage>/)?.[1] ?? system.match(/^\[1\]\s*([^]*?)(?=^\[2\]|$(?![^]))/m)?.[1];
	if (passage !== undefined) return { text: `${firstSentence(passage)} [1]` };
	const nothingFound = system.includes('(no passage was found)') && system.match(/reply with exactly (\S+)/)?.[1];
	return { text: nothingFound || `You wrote: ${messages.at(-1)?.content ?? ''}` };
};

/** Without the headings above it. */
function firstSentence(passage: string): string {
	const text =
		passage
			.split('\n')
			.find((line) => line.trim() !== '' && !line.startsWith('#'))
			?.trim() ?? passage.trim();
	return text.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? text;
}
