import type { ChatMessage, ChatPart, ChatRequest, ChatResponse, ToolSpecification } from '../../../core/ports/models/models';
import { anthropicFaults } from '../../../sandbox/fakes/anthropic/anthropic-faults';
import { startAnthropicServer, type FakeAnthropicOptions } from '../../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeServer, TextReply } from '../../../sandbox/fakes/fake-server';
import { createAnthropicChatModel } from './anthropic-chat-model';
import { adaptDialect, initialDialect } from './wire/dialect';

const never = new AbortController().signal;
const user: ChatMessage = { role: 'user', content: 'Is it raining in Recife and in Natal?' };
const weather: ToolSpecification = {
	name: 'weather',
	description: 'The weather of a town.',
	parameters: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
};
const asking: ChatRequest = { messages: [user], tools: [weather] };
const schema = { type: 'object', properties: { rain: { type: 'boolean' } }, required: ['rain'] };
const calls = [
	{ name: 'weather', input: { town: 'Recife' } },
	{ name: 'weather', input: { town: 'Natal' } },
];

let server: FakeServer;
let unlike: FakeServer;
const model = (name = 'claude-haiku-4-5', at = server) => createAnthropicChatModel({ apiKey: 'sk-ant-fake', baseUrl: at.url }, name);
const sent = (at = server) => at.calls.at(-1)!.body as Record<string, unknown> & { messages: Array<{ role: string; content: unknown }> };

const traits: FakeAnthropicOptions['traits'] = (name) => ({ thinking: name === 'always' ? 'always' : 'none', format: false });
beforeAll(async () => {
	server = await startAnthropicServer();
	unlike = await startAnthropicServer({ models: ['plain', 'always'], traits });
});
afterAll(() => Promise.all([server.close(), unlike.close()]));

async function read(stream: AsyncIterable<ChatPart>): Promise<{ parts: ChatPart[]; response: ChatResponse }> {
	const parts: ChatPart[] = [];
	for await (const part of stream) parts.push(part);
	const end = parts.pop();
	return { parts, response: (end as Extract<ChatPart, { kind: 'end' }>).response };
}

/** Builds the next request of a loop: the turn, and a result for each of its calls. */
function next(request: ChatRequest, { text, toolCalls = [], native }: ChatResponse, failed = false): ChatRequest {
	const results = toolCalls.map(({ id, name }): ChatMessage => ({
		role: 'tool',
		callId: id,
		name,
		content: 'Rain.',
		...(failed && { failed }),
	}));
	return { ...request, messages: [...request.messages, { role: 'assistant', content: text, toolCalls, native }, ...results] };
}

describe('tools', () => {
	it('gives several calls, and takes their results in one turn after them', async () => {
		server.script([{ text: 'Let me see.', calls }]);
		const response = await model().generate(asking, never);
		expect(response).toMatchObject({ text: 'Let me see.', finish: 'tool-calls', usage: { estimated: false } });
		expect(response.toolCalls!.map(({ name, arguments: text }) => [name, text])).toEqual(
			calls.map(({ name, input }) => [name, JSON.stringify(input)]),
		);
		await model().generate(next(asking, response, true), never);
		const [one, other] = response.toolCalls!;
		expect(sent().messages.slice(1)).toEqual([
			{
				role: 'assistant',
				content: [
					{ type: 'text', text: 'Let me see.' },
					{ type: 'tool_use', id: one!.id, name: 'weather', input: { town: 'Recife' } },
					{ type: 'tool_use', id: other!.id, name: 'weather', input: { town: 'Natal' } },
				],
			},
			{
				role: 'user',
				content: [one!.id, other!.id].map((id) => ({ type: 'tool_result', tool_use_id: id, content: 'Rain.', is_error: true })),
			},
		]);
	});

	it('streams them whole, between texts and end', async () => {
		server.script([{ text: 'Let me see.', calls }]);
		const { parts, response } = await read(model().stream(asking, never));
		expect(parts.map(({ kind }) => kind)).toEqual(['text', 'text', 'text', 'tool-call', 'tool-call']);
		expect(parts.flatMap((part) => (part.kind === 'tool-call' ? [part.call] : []))).toEqual(response.toolCalls);
		expect(response).toMatchObject({ finish: 'tool-calls', toolCalls: [{ arguments: '{"town":"Recife"}' }, {}] });
	});

	it('keeps malformed arguments as the model wrote them, and can still send them back', async () => {
		server.script([{ text: '', calls: [{ name: 'weather', input: '{"town": Recife' }] }]);
		const { response } = await read(model().stream(asking, never));
		expect(response.toolCalls).toMatchObject([{ arguments: '{"town": Recife' }]);
		await model().generate(next(asking, response), never);
		expect(sent().messages[1]!.content).toMatchObject([{ input: {} }]);
	});

	it('gives {} where a tool is called without arguments', async () => {
		server.script([{ text: '', calls: [{ name: 'weather', input: {} }] }]);
		expect((await read(model().stream(asking, never))).response.toolCalls).toMatchObject([{ arguments: '{}' }]);
	});

	it.each([
		['auto', undefined],
		['none', { type: 'none' }],
		['required', { type: 'any' }],
		[{ name: 'weather' }, { type: 'tool', name: 'weather' }],
	] as const)('chooses %j', async (toolChoice, choice) => {
		await model().generate({ ...asking, toolChoice }, never);
		expect(sent().tool_choice).toEqual(choice);
	});

	it('keeps the tools of a conversation with calls where none may be called (vercel/ai#12378)', async () => {
		server.script([{ text: '', calls }]);
		const response = await model().generate(asking, never);
		await model().generate({ ...next(asking, response), toolChoice: 'none' }, never);
		expect(sent()).toMatchObject({ tools: [{ name: 'weather' }], tool_choice: { type: 'none' } });
	});

	it('finishes a conversation with calls where no tools are offered any more', async () => {
		server.script([{ text: '', calls }]);
		const response = await model().generate(asking, never);
		await model().generate({ messages: next(asking, response).messages }, never);
		expect(sent()).toMatchObject({ tools: [{ name: 'weather' }], tool_choice: { type: 'none' } });
	});
});

describe('images', () => {
	it('come before the text, by data or by address', async () => {
		const images = [
			{ kind: 'data', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
			{ kind: 'url', url: 'https://example.com/a.png' },
		] as const;
		await model().generate({ messages: [{ role: 'user', content: 'What is this?', images: [...images] }] }, never);
		expect(sent().messages[0]!.content).toEqual([
			{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
			{ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
			{ type: 'text', text: 'What is this?' },
		]);
	});
});

describe('thinking', () => {
	const thinking: TextReply = { text: 'Let me see.', thought: 'Two towns, two calls.', calls };

	it('goes back signed and unchanged with the calls it led to', async () => {
		for (const answer of [
			(one: ChatRequest) => model().generate(one, never),
			async (one: ChatRequest) => (await read(model().stream(one, never))).response,
		]) {
			server.script([{ ...thinking, usage: { input: 10, output: 30, reasoning: 12 } }]);
			const request: ChatRequest = { ...asking, reasoning: 'low' };
			const response = await answer(request);
			expect(response).toMatchObject({ text: 'Let me see.', usage: { reasoningTokens: 12 } });
			expect(sent()).toMatchObject({ max_tokens: 4096 + 1024, thinking: { type: 'enabled', budget_tokens: 1024 } });
			await model().generate(next(request, JSON.parse(JSON.stringify(response)) as ChatResponse), never);
			expect(sent().messages[1]!.content).toMatchObject([
				{ type: 'thinking', thinking: 'Two towns, two calls.' },
				{ type: 'text' },
				{},
				{},
			]);
		}
	});

	it('is all that goes back of a turn that was changed since', async () => {
		server.script([thinking]);
		const request: ChatRequest = { ...asking, reasoning: 'low' };
		const response = await model().generate(request, never);
		await model().generate(next(request, { ...response, text: 'Changed.' }), never);
		expect(sent().messages[1]!.content).toMatchObject([{ type: 'thinking' }, { text: 'Changed.' }, {}, {}]);
	});

	it('is not sent to another model, nor asked of one in the middle of another’s round', async () => {
		server.script([thinking]);
		const request: ChatRequest = { ...asking, reasoning: 'low' };
		const response = await model('claude-sonnet-5').generate(request, never);
		expect(sent()).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'low' } });
		await model().generate(next(request, response), never);
		expect(sent()).not.toHaveProperty('thinking');
		expect(sent().messages[1]!.content).toMatchObject([{ type: 'text' }, { type: 'tool_use' }, { type: 'tool_use' }]);
	});

	it('is left out where the limit has no room for it, or a call is forced', async () => {
		await model().generate({ ...asking, reasoning: 'high', maxOutputTokens: 1500 }, never);
		expect(sent()).not.toHaveProperty('thinking');
		await model().generate({ ...asking, reasoning: 'high', toolChoice: 'required' }, never);
		expect(sent()).not.toHaveProperty('thinking');
	});

	it('is left out for models that do not think, once one has said so', async () => {
		const plain = model('plain', unlike);
		const before = unlike.calls.length;
		for (let time = 0; time < 2; time += 1)
			expect((await plain.generate({ messages: [user], reasoning: 'high' }, never)).finish).toBe('stop');
		expect(unlike.calls.slice(before).map(({ status }) => status)).toEqual([400, 400, 200, 200]);
	});
});

describe('answers by a schema', () => {
	it('are asked for in the format, whose schema is closed', async () => {
		server.script([{ text: '{"rain":true}' }]);
		expect(await model().generate({ messages: [user], responseSchema: { name: 'rain', schema } }, never)).toMatchObject({
			text: '{"rain":true}',
		});
		expect(sent().output_config).toEqual({ format: { type: 'json_schema', schema: { ...schema, additionalProperties: false } } });
	});

	it.each([
		['the model knows no formats', 'plain', schema],
		['the schema allows what it does not name', 'claude-haiku-4-5', { type: 'object', additionalProperties: { type: 'number' } }],
	])('come by a tool where %s', async (_why, name, form) => {
		const at = name === 'plain' ? unlike : server;
		const reply = { text: '', calls: [{ name: 'give_the_answer', input: { rain: true } }] };
		const request: ChatRequest = { messages: [user], responseSchema: { name: 'rain', schema: form } };
		at.script([reply, { ...reply, text: 'Here it is:' }]);
		const whole = await model(name, at).generate(request, never);
		expect(whole).toMatchObject({ text: '{"rain":true}', finish: 'stop' });
		expect(whole).not.toHaveProperty('toolCalls');
		const { parts, response } = await read(model(name, at).stream(request, never));
		expect(parts.map((part) => (part.kind === 'text' ? part.text : '!')).join('')).toBe('{"rain":true}');
		expect(response.text).toBe('{"rain":true}');
		expect(sent(at).tool_choice).toEqual({ type: 'tool', name: 'give_the_answer' });
	});

	it('leave room for other tools first, and for words where no call can be forced', async () => {
		unlike.script([{ text: '', calls }, { text: '{"rain":true}' }]);
		const request: ChatRequest = { ...asking, responseSchema: { name: 'rain', schema } };
		expect(await model('plain', unlike).generate(request, never)).toMatchObject({ finish: 'tool-calls', toolCalls: [{}, {}] });
		expect(sent(unlike).tool_choice).toEqual({ type: 'any' });
		expect((await read(model('always', unlike).stream(request, never))).response.text).toBe('{"rain":true}');
		expect(sent(unlike)).not.toHaveProperty('tool_choice');
	});
});

describe('the cache of prompts', () => {
	const long: ChatRequest = { messages: [{ role: 'system', content: 'Be brief. '.repeat(500) }, user], tools: [weather] };

	it('keeps tools, system prompt and conversation for the next round, and says so in the usage', async () => {
		server.script([{ text: '', calls }]);
		const first = await model().generate(long, never);
		expect(first.usage).toMatchObject({ cacheWriteTokens: expect.any(Number) });
		const second = await model().generate(next(long, first), never);
		expect(second.usage.cachedInputTokens).toBe(first.usage.cacheWriteTokens);
		expect(second.usage.inputTokens).toBeGreaterThan(second.usage.cachedInputTokens!);
		expect(sent().messages.at(-1)!.content).toMatchObject([{}, { cache_control: { type: 'ephemeral' } }]);
	});

	it('is not asked for without tools, or for little', async () => {
		await model().generate({ messages: long.messages }, never);
		expect(JSON.stringify(sent())).not.toContain('cache_control');
		await model().generate(asking, never);
		expect(JSON.stringify(sent())).not.toContain('cache_control');
	});
});

describe('a stream that breaks', () => {
	it('says what it had used', async () => {
		const usage = { input: 500, output: 9, cached: 100 };
		server.script([
			{ text: 'Within thirty days.', cutAfter: 2, usage },
			{ text: 'Within', failWith: anthropicFaults.overloaded().body, usage },
		]);
		const used = { inputTokens: 500, cachedInputTokens: 100, outputTokens: expect.any(Number), estimated: true };
		await expect(read(model().stream(asking, never))).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', details: { usage: used } });
		await expect(read(model().stream(asking, never))).rejects.toMatchObject({ code: 'MODEL_OVERLOADED', details: { usage: used } });
	});
});

it('asks in words for an answer that is not an object, where the model has no format', async () => {
	const responseSchema = { name: 'names', schema: { type: 'array', items: { type: 'string' } } };
	await model('plain', unlike).generate({ messages: [user], responseSchema }, never);
	expect(unlike.calls.at(-1)!.status).toBe(200);
	expect(sent(unlike)).not.toHaveProperty('tools');
	expect(JSON.stringify(sent(unlike).system)).toContain('JSON schema');
});

it('leaves out earlier thinking that the API refuses (microsoft/vscode#318076)', async () => {
	const data = [
		{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
		{ type: 'tool_use', id: 'a', name: 'weather', input: {} },
	];
	const turn: ChatMessage = {
		role: 'assistant',
		content: '',
		toolCalls: [{ id: 'a', name: 'weather', arguments: '{}' }],
		native: { model: 'anthropic:claude-haiku-4-5', data, texts: [] },
	};
	const messages: ChatMessage[] = [user, turn, { role: 'tool', callId: 'a', name: 'weather', content: 'Rain.' }];
	server.calls.splice(0);
	await model().generate({ ...asking, messages, reasoning: 'low' }, never);
	expect(server.calls.map(({ status }) => status)).toEqual([400, 200]);
	expect(sent()).not.toHaveProperty('thinking');
	expect(sent().messages[1]).toMatchObject({ role: 'assistant', content: [{ type: 'tool_use', id: 'a' }] });
});

it.each([
	'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
	'messages.1.content.0: Invalid `signature` in `thinking` block',
	'messages.3.content.1: Invalid `data` in `redacted_thinking` block',
])('learns from the refusal "%s"', (apiMessage) =>
	expect(adaptDialect(initialDialect('claude-haiku-4-5'), { status: 400, apiMessage })).toMatchObject({ thoughts: false }),
);
