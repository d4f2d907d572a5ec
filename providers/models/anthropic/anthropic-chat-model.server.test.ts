import { inspect as inspectDeeply } from 'node:util';
import type { ChatPart, ChatRequest } from '../../../core/ports/models/models';
import { anthropicError, anthropicFaults } from '../../../sandbox/fakes/anthropic/anthropic-faults';
import { startAnthropicServer } from '../../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { createAnthropicChatModel } from './anthropic-chat-model';
import { waitUntil } from '../../../test/support/wait-until';

const key = 'sk-ant-fake';
const question: ChatRequest = {
	messages: [
		{ role: 'system', content: 'Be brief.' },
		{ role: 'user', content: 'How long may I return a lamp?' },
	],
};
const never = new AbortController().signal;

let server: FakeServer;
const modelOf = (settings = {}, name = 'claude-haiku-4-5') =>
	createAnthropicChatModel({ apiKey: key, baseUrl: server.url, ...settings }, name);

beforeEach(async () => {
	server = await startAnthropicServer();
});
afterEach(() => server.close());

async function read(stream: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
	const parts: ChatPart[] = [];
	for await (const part of stream) parts.push(part);
	return parts;
}

describe('generate', () => {
	it('answers with text, usage and how it ended', async () => {
		server.script([{ text: 'Thirty days.', usage: { input: 20, output: 4, cached: 16 } }]);
		expect(await modelOf().generate({ ...question, maxOutputTokens: 100, temperature: 0.2 }, never)).toEqual({
			text: 'Thirty days.',
			finish: 'stop',
			model: 'anthropic:claude-haiku-4-5',
			usage: { inputTokens: 20, outputTokens: 4, cachedInputTokens: 16, estimated: false },
		});
		expect(Object.keys(server.calls[0]!.headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
	});

	it('counts by itself what a gateway’s figures leave out', async () => {
		const body = { content: [{ type: 'text', text: 'Yes.' }], stop_reason: 'end_turn', usage: { total_tokens: 5 } };
		const model = createAnthropicChatModel({ apiKey: key }, 'm', { fetch: async () => Response.json(body) });
		expect((await model.generate(question, never)).usage).toEqual({
			inputTokens: expect.any(Number),
			outputTokens: expect.any(Number),
			estimated: true,
		});
	});

	it('sends system messages apart, one turn a role, a limit always and a temperature never', async () => {
		const messages: ChatRequest['messages'] = [
			{ role: 'system', content: 'Be brief.' },
			{ role: 'system', content: 'Be kind.' },
			{ role: 'user', content: 'Hello' },
			{ role: 'user', content: 'there' },
			{ role: 'assistant', content: '' },
			{ role: 'assistant', content: 'Hi' },
			{ role: 'user', content: 'Bye' },
		];
		await modelOf().generate({ messages, temperature: 0.2 }, never);
		expect(server.calls[0]!.body).toEqual({
			model: 'claude-haiku-4-5',
			max_tokens: 4096,
			system: 'Be brief.\n\nBe kind.',
			messages: [
				{ role: 'user', content: 'Hello\n\nthere' },
				{ role: 'assistant', content: 'Hi' },
				{ role: 'user', content: 'Bye' },
			],
		});
	});

	it('tells an answer that was cut by its limit or refused from a whole one', async () => {
		server.script([{ text: 'a'.repeat(400) }, { text: '', finish: 'content-filter' }]);
		expect(await modelOf().generate({ ...question, maxOutputTokens: 10 }, never)).toMatchObject({ finish: 'length' });
		expect(await modelOf().generate(question, never)).toMatchObject({ finish: 'content-filter', text: '' });
	});
});

describe('stream', () => {
	it('gives the text in parts, then the whole answer with usage', async () => {
		server.script([{ text: 'Within thirty days.', usage: { input: 20, output: 5, cached: 16 } }]);
		const parts = await read(modelOf().stream(question, never));
		expect(parts.slice(0, -1)).toEqual(['Within ', 'thirty ', 'days.'].map((text) => ({ kind: 'text', text })));
		const usage = { inputTokens: 20, outputTokens: 5, cachedInputTokens: 16, estimated: false };
		expect(parts.at(-1)).toEqual({
			kind: 'end',
			response: { text: 'Within thirty days.', finish: 'stop', model: 'anthropic:claude-haiku-4-5', usage },
		});
	});

	it('gives the text that came, then fails, when the connection breaks in the middle', async () => {
		server.script([{ text: 'Within thirty days.', cutAfter: 2 }]);
		const texts: string[] = [];
		const reading = (async () => {
			for await (const part of modelOf().stream(question, never)) if (part.kind === 'text') texts.push(part.text);
		})();
		await expect(reading).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', retryable: true });
		expect(texts).toEqual(['Within ', 'thirty ']);
	});

	it('throws an error event in the middle by its type', async () => {
		server.script([{ text: 'Within', failWith: anthropicFaults.overloaded().body }]);
		await expect(read(modelOf().stream(question, never))).rejects.toMatchObject({ code: 'MODEL_OVERLOADED', retryable: true });
	});

	it.each([
		['a web page', anthropicFaults.webPage(), 'MODEL_MALFORMED_RESPONSE'],
		[
			'no JSON',
			{ status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'event: message_start\ndata: {"ty\n\n' },
			'MODEL_MALFORMED_RESPONSE',
		],
		[
			'a start without an end',
			{
				status: 200,
				headers: { 'content-type': 'text/event-stream' },
				body: 'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":1}}}\n\n',
			},
			'MODEL_UNREACHABLE',
		],
	])('fails when it holds %s', async (_what, reply, code) => {
		server.script([reply]);
		await expect(read(modelOf().stream(question, never))).rejects.toMatchObject({ code });
	});

	it('throws a refusal at the first read', async () => {
		server.script([anthropicFaults.rateLimited()]);
		const first = modelOf().stream(question, never)[Symbol.asyncIterator]().next();
		await expect(first).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED', retryAfterMs: 1000 });
	});
});

describe('faults', () => {
	it.each([
		['MODEL_RATE_LIMITED', true, anthropicFaults.rateLimited()],
		['MODEL_OVERLOADED', true, anthropicFaults.overloaded()],
		['MODEL_OVERLOADED', true, anthropicFaults.serverError()],
		['MODEL_OVERLOADED', true, anthropicFaults.webPage(503)],
		['MODEL_OUT_OF_CREDIT', false, anthropicFaults.outOfCredit()],
		['MODEL_OUT_OF_CREDIT', false, anthropicFaults.usageLimit()],
		['MODEL_OUT_OF_CREDIT', false, anthropicFaults.billing()],
		['MODEL_OUT_OF_CREDIT', false, anthropicFaults.spendLimit()],
		['MODEL_CONTEXT_TOO_LONG', false, anthropicFaults.promptTooLong()],
		['MODEL_CONTEXT_TOO_LONG', false, anthropicFaults.tooLarge()],
		['MODEL_AUTHENTICATION', false, anthropicFaults.forbidden()],
		['MODEL_BAD_REQUEST', false, anthropicError(400, 'invalid_request_error', 'max_tokens: 999999 > 64000')],
		['MODEL_MALFORMED_RESPONSE', false, anthropicFaults.webPage()],
		['MODEL_MALFORMED_RESPONSE', false, anthropicFaults.truncatedJson()],
		['MODEL_MALFORMED_RESPONSE', false, { status: 200, body: {} }],
		['MODEL_UNREACHABLE', true, { text: 'Thirty days.', cutAfter: 1 }],
	])('%s, retryable %s', async (code, retryable, reply) => {
		server.script([reply]);
		await expect(modelOf().generate(question, never)).rejects.toMatchObject({ code, retryable });
		expect(server.calls).toHaveLength(1);
	});

	it('names an unknown model', async () => {
		await expect(modelOf({}, 'claude-1').generate(question, never)).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: expect.stringContaining('claude-1'),
		});
	});

	it('refuses to call without a key', async () => {
		const model = createAnthropicChatModel({ apiKey: '' }, 'claude-haiku-4-5');
		await expect(model.generate(question, never)).rejects.toMatchObject({
			code: 'MODEL_AUTHENTICATION',
			fix: expect.stringContaining('ANTHROPIC_API_KEY'),
		});
		await expect(read(model.stream(question, never))).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION' });
	});

	it('keeps the key out of every error', async () => {
		const secret = 'sk-ant-very-secret';
		server.script([anthropicError(400, 'invalid_request_error', `Bearer ${secret} says: x`)]);
		const model = modelOf({ apiKey: secret });
		const errors = [await model.generate(question, never).catch(inspect), await modelOf().generate(question, never).catch(inspect)];
		expect(errors[0]).toContain('MODEL_AUTHENTICATION');
		expect(errors[1]).toContain('MODEL_BAD_REQUEST');
		expect(errors[0]).not.toContain(secret);
	});
});

describe('cancellation', () => {
	it('reaches the wire', async () => {
		server.script([{ text: 'Too late.', delayMs: 5000 }]);
		const cancel = new AbortController();
		const answer = modelOf().generate(question, cancel.signal);
		await waitUntil('the request', () => server.calls.length === 1);
		cancel.abort();
		await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
		await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
	});

	it('ends a stream with an error, not as if it were whole', async () => {
		server.script([{ text: 'word '.repeat(2000) }]);
		const cancel = new AbortController();
		const reading = (async () => {
			for await (const _part of modelOf().stream(question, cancel.signal)) cancel.abort();
		})();
		await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
		await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
	});
});

function inspect(error: unknown): string {
	return inspectDeeply(error, { depth: 10, showHidden: true });
}
