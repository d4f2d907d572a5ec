import type { FakeReply } from './fake-server';

/** What a stand-in sees of a request, whatever its protocol. */
export interface FakeChat {
	model: string;
	messages: Array<{ role: string; content: string }>;
	stream: boolean;
}

/** Decides a stand-in's reply. */
export type FakeResponder = (chat: FakeChat) => FakeReply;

/** The default responder: quotes the first passage and cites it as `[1]`, or repeats the last message where no passage is given. */
export const answerFromConversation: FakeResponder = ({ messages }) => {
	const passage = messages.map(({ content }) => firstPassage(content)).find((text) => text !== undefined);
	return { text: passage === undefined ? `You wrote: ${messages.at(-1)?.content ?? ''}` : `${passage} [1]` };
};

/** The first sentence below (or behind) a line that starts with `[1]`. */
function firstPassage(content: string): string | undefined {
	const start = content.match(/^\s*\[1\][^\S\n]*/m);
	if (!start) return undefined;
	const passage = content.slice(start.index! + start[0].length).split(/^\s*\[2\]/m)[0]!;
	const lines = passage.split('\n').map((line) => line.trim());
	const text = lines.slice(1).find((line) => line !== '' && !line.startsWith('#')) ?? lines[0]!;
	return text.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? text;
}
