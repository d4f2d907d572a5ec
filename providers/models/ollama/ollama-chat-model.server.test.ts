import type { ChatMessage, ChatRequest } from '../../../core/ports/models/models';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { ollamaFaults } from '../../../sandbox/fakes/ollama/ollama-faults';
import { startOllamaServer } from '../../../sandbox/fakes/ollama/ollama-server';
import { createOllamaChatModel } from './ollama-chat-model';

const never = new AbortController().signal;
const question: ChatRequest = { messages: [{ role: 'user', content: 'How long may I return a lamp?' }] };
const tools = [
	{ name: 'find_order', description: 'Finds an order.', parameters: { type: 'object', properties: {} } },
	{ name: 'find_shop', description: 'Finds a shop.', parameters: { type: 'object', properties: {} } },
];

let server: FakeServer;
beforeAll(async () => {
	server = await startOllamaServer({
		models: {
			'llama3.2:latest': {},
			'tiny:latest': { contextTokens: 8192 },
			'toolless:latest': { capabilities: ['completion'] },
			'tuned:latest': { numCtx: 20_000 },
			'gpt-oss:20b': { capabilities: ['completion', 'tools', 'thinking'], family: 'gptoss' },
			'qwen3:latest': { capabilities: ['completion', 'tools', 'thinking'], family: 'qwen3' },
		},
	});
});
afterEach(() => server.calls.splice(0));
afterAll(() => server.close());

interface SentChat {
	options: { num_ctx: number };
	messages: Array<{ content: string }>;
	tools: Array<{ function: { name: string } }>;
	format?: unknown;
	think?: unknown;
}

const open = (model = 'llama3.2') => createOllamaChatModel({ apiKey: '', baseUrl: server.url }, model);
const chats = () => server.calls.filter(({ path }) => path === '/api/chat').map(({ body }) => body as SentChat);

it('tells a model without tools of them in words, and reads its calls', async () => {
	server.script([{ text: 'I look. <tool_call>{"name":"find_shop","arguments":{}}</tool_call>' }]);
	const answer = await open('toolless').generate({ ...question, tools }, never);
	expect(answer).toMatchObject({ text: 'I look.', finish: 'tool-calls', toolCalls: [{ name: 'find_shop' }] });
	expect(chats()[0]).not.toHaveProperty('tools');
	expect(chats()[0]!.messages[0]!.content).toContain('"find_order"');
});

describe('the context', () => {
	const conversation = (words: number): ChatMessage[] => [
		{ role: 'user', content: `Remember 4711. ${'word '.repeat(words)}` },
		{ role: 'assistant', content: 'I will.' },
		{ role: 'user', content: 'What was it?' },
	];

	it('is as large as the conversation and its answer need, so that nothing is left out without a word', async () => {
		await open().generate({ messages: conversation(16_000), maxOutputTokens: 500 }, never);
		expect(chats()[0]).toMatchObject({ options: { num_ctx: 32_768, num_predict: 500 }, truncate: false, shift: false });
	});

	it('never gets smaller: the server would load the model again', async () => {
		const model = open();
		await model.generate({ messages: conversation(16_000) }, never);
		await model.generate(question, never);
		expect(chats().map(({ options }) => options.num_ctx)).toEqual([32_768, 32_768]);
		expect(server.calls.filter(({ path }) => path === '/api/show')).toHaveLength(1);
	});

	it.each([
		['small', 'llama3.2', 4096],
		['what the model’s file says', 'tuned', 20_000],
	])('is %s for little', async (_what, model, size) => {
		await open(model).generate(question, never);
		expect(chats()[0]!.options.num_ctx).toBe(size);
	});

	it('keeps within the model’s own, and refuses what does not', async () => {
		await open('tiny').generate({ messages: conversation(5_000) }, never);
		expect(chats()[0]!.options.num_ctx).toBe(8192);
		await expect(open('tiny').generate({ messages: conversation(10_000) }, never)).rejects.toMatchObject({
			code: 'MODEL_CONTEXT_TOO_LONG',
			message: expect.stringContaining('8192'),
		});
		expect(chats()).toHaveLength(1);
	});
});

describe('what Ollama has no field for', () => {
	it('is a choice of tools: the model is told, and sees no other', async () => {
		await open().generate({ ...question, tools, toolChoice: { name: 'find_shop' } }, never);
		expect(chats()[0]!.tools.map((tool) => tool.function.name)).toEqual(['find_shop']);
		expect(chats()[0]!.messages[0]).toMatchObject({ role: 'system', content: expect.stringContaining('find_shop') });
		await open().generate({ ...question, tools, toolChoice: 'none' }, never);
		expect(chats()[1]).not.toHaveProperty('tools');
	});

	it('is a schema beside tools: the model is told, where a grammar would keep it from calling them', async () => {
		const responseSchema = { name: 'period', schema: { type: 'object', properties: { days: { type: 'integer' } } } };
		await open().generate({ ...question, responseSchema }, never);
		await open().generate({ ...question, responseSchema, tools }, never);
		expect(chats()[0]!.format).toEqual(responseSchema.schema);
		expect(chats()[1]).not.toHaveProperty('format');
		expect(chats()[1]!.messages[0]!.content).toContain('"days"');
	});

	it('is an image by its address', async () => {
		const images = [{ kind: 'url' as const, url: 'https://shop.example/lamp.png' }];
		await expect(open().generate({ messages: [{ role: 'user', content: '?', images }] }, never)).rejects.toMatchObject({
			code: 'MODEL_BAD_REQUEST',
		});
	});
});

describe('thinking', () => {
	it.each([
		['gpt-oss:20b', 'high'],
		['qwen3', true],
		['llama3.2', undefined],
	])('is asked of %s as it takes it', async (model, think) => {
		await open(model).generate({ ...question, reasoning: 'high' }, never);
		expect(chats()[0]!.think).toBe(think);
	});

	it('goes back with the turn that called a tool, to the model that thought', async () => {
		const model = open('gpt-oss:20b');
		server.script([{ text: '', thought: 'I need the order.', calls: [{ name: 'find_order', input: {} }] }]);
		const { text, toolCalls, native } = await model.generate({ ...question, tools }, never);
		const messages: ChatMessage[] = [
			...question.messages,
			{ role: 'assistant', content: text, toolCalls, native },
			{ role: 'tool', callId: toolCalls![0]!.id, name: 'find_order', content: 'none' },
		];
		await model.generate({ messages, tools }, never);
		expect(chats()[1]!.messages[1]).toMatchObject({ thinking: 'I need the order.', tool_calls: [{ function: { arguments: {} } }] });
		await open('qwen3').generate({ messages, tools }, never);
		expect(chats()[2]!.messages[1]).not.toHaveProperty('thinking');
	});
});

it('makes the same ids for the same calls of the same conversation', async () => {
	const calls = [
		{ name: 'find_order', input: {} },
		{ name: 'find_order', input: {} },
	];
	server.script([
		{ text: '', calls },
		{ text: '', calls },
	]);
	const [first, again] = [await open().generate({ ...question, tools }, never), await open().generate({ ...question, tools }, never)];
	expect(first.toolCalls).toEqual(again.toolCalls);
	expect(first.toolCalls![0]!.id).not.toBe(first.toolCalls![1]!.id);
});

describe('faults', () => {
	const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
	const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
	afterAll(() => {
		// The SDK writes what it cannot read to the console: it may be the conversation.
		expect([...warned.mock.calls, ...logged.mock.calls]).toEqual([]);
		warned.mockRestore();
		logged.mockRestore();
	});

	it.each([
		['MODEL_OVERLOADED', ollamaFaults.busy()],
		['MODEL_OVERLOADED', ollamaFaults.outOfMemory()],
		['MODEL_MALFORMED_RESPONSE', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"message": {"con' }],
		['MODEL_MALFORMED_RESPONSE', { status: 200, body: null }],
		['MODEL_MALFORMED_RESPONSE', { status: 200, body: { done: true } }],
		['MODEL_OVERLOADED', { status: 502, body: '<html>Bad gateway</html>' }],
	])('%s', async (code, reply) => {
		server.script([reply]);
		await expect(open().generate(question, never)).rejects.toMatchObject({ code });
	});

	it.each([
		['MODEL_UNREACHABLE', 'a line that is not JSON in place of its end', '{"message":{"content":"Hi "},"done":false}\nana@example.com\n'],
		['MODEL_OVERLOADED', 'an error in its middle', '{"message":{"content":"Hi "},"done":false}\n{"error":"llama runner has terminated"}\n'],
		['MODEL_UNREACHABLE', 'no end', '{"message":{"content":"Hi "},"done":false}\n'],
	])('%s for a stream with %s, with what was used', async (code, _what, body) => {
		server.script([{ status: 200, headers: { 'content-type': 'application/x-ndjson' }, body }]);
		const reading = (async () => {
			for await (const _part of open().stream(question, never));
		})();
		await expect(reading).rejects.toMatchObject({ code, details: { usage: { outputTokens: 1, estimated: true } } });
	});

	it('reads lines that are cut anywhere, in the middle of a letter too', async () => {
		const text = 'Ação 🪔';
		const lines = Buffer.from(
			`{"message":{"content":"${text}"},"done":false}\n{"message":{"content":""},"done":true,"done_reason":"stop"}\n`,
		);
		const bytes = new ReadableStream({
			start: (controller) => {
				for (const byte of lines) controller.enqueue(Uint8Array.of(byte));
				controller.close();
			},
		});
		const send: typeof fetch = async (url) =>
			(url as string).endsWith('/show') ? Response.json({}) : new Response(bytes, { headers: { 'content-type': 'application/x-ndjson' } });
		const texts: string[] = [];
		for await (const part of createOllamaChatModel({ apiKey: '' }, 'm', { fetch: send }).stream(question, never))
			if (part.kind === 'text') texts.push(part.text);
		expect(texts).toEqual([text]);
	});
});

it('is asked on this machine where no server is named, and takes addresses that OpenAI’s clients want', async () => {
	const asked: string[] = [];
	const record: typeof fetch = async (url) => {
		asked.push(url as string);
		return Response.json({ message: { content: 'Yes.' }, done: true });
	};
	await createOllamaChatModel({ apiKey: '' }, 'm', { fetch: record }).generate(question, never);
	await createOllamaChatModel({ apiKey: '', baseUrl: 'http://box:11434/v1/' }, 'm', { fetch: record }).generate(question, never);
	expect(asked).toEqual(['http://127.0.0.1:11434', 'http://box:11434'].flatMap((host) => [`${host}/api/show`, `${host}/api/chat`]));
});
