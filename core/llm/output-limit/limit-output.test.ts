import type { ChatModel, ChatPart, ChatResponse } from '../../ports/models/models';
import { limitOutput } from './limit-output';

const usage = { inputTokens: 1, outputTokens: 10, estimated: true };
const answering = (response: Partial<ChatResponse>, pieces: string[] = []): ChatModel => ({
	id: 'openai:m',
	generate: () => Promise.resolve({ text: '', finish: 'stop', model: 'openai:m', usage, ...response }),
	async *stream() {
		for (const text of pieces) yield { kind: 'text', text };
		yield { kind: 'end', response: { text: pieces.join(''), finish: 'stop', model: 'openai:m', usage, ...response } };
	},
});
const never = new AbortController().signal;
const request = { messages: [{ role: 'user' as const, content: 'Hi' }], maxOutputTokens: 32 };

test('cuts a call whose arguments are far beyond the limit, and does not make it (mrwogu/factory-droid-openai#130)', async () => {
	const toolCalls = [{ id: '1', name: 'retain', arguments: JSON.stringify({ facts: 'x'.repeat(19_000) }) }];
	const response = await limitOutput(answering({ finish: 'tool-calls', toolCalls })).generate(request, never);
	expect(response).toMatchObject({ finish: 'length', toolCalls: undefined });
});

test('stops reading a stream whose server does not stop after the max tokens (microsoft/kernel-memory#484)', async () => {
	const parts: ChatPart[] = [];
	for await (const part of limitOutput(answering({}, Array<string>(1_000).fill('More. '))).stream(request, never)) parts.push(part);
	expect(parts.at(-1)).toMatchObject({ kind: 'end', response: { finish: 'length', text: 'More. '.repeat(100).slice(0, 256) } });
	expect(parts.length).toBeLessThan(50);
});

test('takes the word of a server that tells of more tokens than it was allowed, without its thoughts', async () => {
	const told = (outputTokens: number, reasoningTokens = 0) =>
		limitOutput(answering({ text: 'Yes.', usage: { inputTokens: 1, outputTokens, reasoningTokens, estimated: false } })).generate(
			request,
			never,
		);
	expect(await told(50)).toMatchObject({ finish: 'length' });
	expect(await told(34)).toMatchObject({ finish: 'stop' });
	expect(await told(500, 480)).toMatchObject({ finish: 'stop' });
});

test('leaves answers within their limit as they are, and all where there is none', async () => {
	const text = '東京'.repeat(16);
	expect(await limitOutput(answering({ text })).generate(request, never)).toMatchObject({ finish: 'stop', text });
	const long = 'a'.repeat(100_000);
	expect(await limitOutput(answering({ text: long })).generate({ messages: [] }, never)).toMatchObject({ finish: 'stop', text: long });
});
