import type { ChatPart, ChatRequest } from '../../../core/ports/models/models';
import { connectedChatModel } from './connected-chat-model';
import { FakeAiChunk } from '../../../test/support/n8n/fake-chat-model';

const request: ChatRequest = {
	messages: [
		{ role: 'system', content: 'Be brief.' },
		{ role: 'user', content: 'Hello' },
		{ role: 'assistant', content: 'Hi' },
		{ role: 'user', content: 'How are you?' },
	],
};
const never = new AbortController().signal;
const answering = (reply: object) => ({ model: 'gpt-x', invoke: jest.fn(async () => reply as never) });

async function collectParts(model: object, onText: (text: string) => void = () => undefined) {
	const parts: ChatPart[] = [];
	for await (const part of connectedChatModel(model)!.stream(request, never)) {
		parts.push(part);
		if (part.kind === 'text') onText(part.text);
	}
	return parts;
}

function streaming(
	chunks: Array<{ content: string; tool_call_chunks?: Array<{ index: number; name?: string; args?: string }> }>,
	error?: object,
) {
	async function* stream() {
		for (const chunk of chunks) yield new FakeAiChunk({ ...chunk });
		if (error) throw Object.assign(new Error('broke'), error);
	}
	return { model: 'gpt-x', invoke: jest.fn(), stream: async () => stream() };
}

describe('a connected chat model', () => {
	it('is absent when nothing is connected', () => {
		expect(connectedChatModel(undefined)).toBeUndefined();
		expect(connectedChatModel([])).toBeUndefined();
	});

	it('refuses what is not a chat model', () => {
		expect(() => connectedChatModel({ bindTools: true })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	});

	it('is the first connected of a list, which n8n gives last', async () => {
		const [second, first] = [answering({ content: 'second' }), answering({ content: 'first' })];
		const { text } = await connectedChatModel([second, first])!.generate(request, never);
		expect(text).toBe('first');
	});

	it('is asked with roles and texts, and gives text, end and usage', async () => {
		const model = answering({
			content: 'Fine.',
			usage_metadata: { input_tokens: 12, output_tokens: 3, input_token_details: { cache_read: 4 } },
			response_metadata: { finish_reason: 'stop' },
		});
		const response = await connectedChatModel(model)!.generate(request, never);
		expect(model.invoke).toHaveBeenCalledWith(
			[
				{ role: 'system', content: 'Be brief.' },
				{ role: 'human', content: 'Hello' },
				{ role: 'ai', content: 'Hi' },
				{ role: 'human', content: 'How are you?' },
			],
			{ signal: never, callbacks: [] },
		);
		expect(response).toEqual({
			text: 'Fine.',
			finish: 'stop',
			model: 'n8n:gpt-x',
			usage: { inputTokens: 12, outputTokens: 3, cachedInputTokens: 4, estimated: false },
		});
	});

	it('tells of a model of Troupe’s what that tells', async () => {
		const usage = { inputTokens: 1, outputTokens: 2, estimated: false };
		const facts = {
			model: 'openai:x',
			usage,
			costUsd: 0.1,
			priceTable: 'litellm 1',
			attempts: [{ model: 'openai:x', ok: true, durationMs: 1 }],
		};
		const model = answering({ content: 'x', response_metadata: { troupe: facts } });
		expect(await connectedChatModel(model)!.generate(request, never)).toEqual({ text: 'x', finish: 'stop', ...facts });
	});

	it('joins the text parts of a reply and leaves its thoughts out', async () => {
		const model = answering({
			content: [
				{ type: 'reasoning', text: 'hm' },
				{ type: 'text', text: 'a' },
				{ type: 'text', text: 'b' },
			],
		});
		expect((await connectedChatModel(model)!.generate(request, never)).text).toBe('ab');
	});

	it.each([
		[{ finish_reason: 'length' }, 'length'],
		[{ stop_reason: 'max_tokens' }, 'length'],
		[{ finishReason: 'MAX_TOKENS' }, 'length'],
		[{ finishReason: 'SAFETY' }, 'content-filter'],
		[{ stop_reason: 'refusal' }, 'content-filter'],
		[{ done_reason: 'stop' }, 'stop'],
		[{ finish_reason: 'tool-calls' }, 'stop'],
		[{ messageStop: { stopReason: 'guardrail_intervened' } }, 'content-filter'],
		[{ id: 'resp_1', status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
		[{ id: 'resp_1', status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content-filter'],
		[{ id: 'resp_1', status: 'completed', incomplete_details: null }, 'stop'],
		[undefined, 'stop'],
	])('reads the end %j as %s', async (metadata, finish) => {
		const model = answering({ content: 'x', response_metadata: metadata });
		expect((await connectedChatModel(model)!.generate(request, never)).finish).toBe(finish);
	});

	it.each([
		[{ finish_reason: 'length' }, 'length'],
		[{ stop_reason: 'max_tokens' }, 'length'],
		[{ stopReason: 'content_filtered' }, 'content-filter'],
	])('drops the calls of a reply that ended with %j', async (metadata, finish) => {
		const model = answering({ content: '', tool_calls: [{ id: 'a', name: 'close_day', args: {} }], response_metadata: metadata });
		const reply = await connectedChatModel(model)!.generate(request, never);
		expect(reply).toMatchObject({ finish });
		expect(reply).not.toHaveProperty('toolCalls');
	});

	it.each([
		[{ finish_reason: 'insufficient_system_resource' }, 'MODEL_OVERLOADED'],
		[{ finish_reason: 'a_reason_of_tomorrow' }, 'MODEL_MALFORMED_RESPONSE'],
	])('takes no reply that ended with %j', async (metadata, code) => {
		const model = answering({ content: 'Your refund will', response_metadata: metadata });
		await expect(connectedChatModel(model)!.generate(request, never)).rejects.toMatchObject({ code, details: { usage: {} } });
	});

	it('reads the last reason of a stream, whose joined chunks repeat it', async () => {
		const chunk = (content: string, finishReason: string): FakeAiChunk =>
			Object.assign(new FakeAiChunk({ content, response_metadata: { finishReason } }), {
				concat: (other: FakeAiChunk) =>
					chunk(content + String(other.content), `${finishReason}${String(other.response_metadata.finishReason)}`),
			});
		async function* stream() {
			yield chunk('Hal', 'STOP');
			yield chunk('lo', 'STOP');
		}
		const parts = await collectParts({ model: 'gpt-x', invoke: jest.fn(), stream: async () => stream() });
		expect(parts.at(-1)).toMatchObject({ response: { text: 'Hallo', finish: 'stop' } });
	});

	it.each([
		['whole', [{ status: 'completed', incomplete_details: null }], 'stop'],
		['cut', [], 'length'],
	])('sees that a stream of OpenAI’s responses is %s', async (_how, ends, finish) => {
		const chunks = [{ id: 'resp_1' }, {}, ...ends].map((metadata) => ({ content: 'a', response_metadata: metadata }));
		expect((await collectParts(streaming(chunks))).at(-1)).toMatchObject({
			response: { text: expect.stringMatching(/^a+$/) as string, finish },
		});
	});

	it('reads what a model says that declines', async () => {
		const model = answering({ content: '', additional_kwargs: { refusal: 'I cannot help with that.' } });
		expect(await connectedChatModel(model)!.generate(request, never)).toMatchObject({
			...{ text: 'I cannot help with that.', finish: 'content-filter' },
		});
	});

	it('takes older usage figures, and counts on its own without any', async () => {
		const older = answering({ content: 'x', response_metadata: { tokenUsage: { promptTokens: 7, completionTokens: 2 } } });
		expect((await connectedChatModel(older)!.generate(request, never)).usage).toMatchObject({
			inputTokens: 7,
			outputTokens: 2,
			estimated: false,
		});
		const none = await connectedChatModel(answering({ content: 'some words here' }))!.generate(request, never);
		expect(none.usage.estimated).toBe(true);
		expect(none.usage.inputTokens).toBeGreaterThan(0);
		expect(none.usage.outputTokens).toBeGreaterThan(0);
	});

	it('streams the reply of one that cannot stream as one part', async () => {
		const parts = await collectParts(answering({ content: 'whole' }));
		expect(parts).toMatchObject([
			{ kind: 'text', text: 'whole' },
			{ kind: 'end', response: { text: 'whole' } },
		]);
	});

	it('streams texts as they come, and tool calls when they are whole', async () => {
		const chunks = [
			{ content: 'Let me ' },
			{ content: 'look.', tool_call_chunks: [{ index: 0, name: 'find', args: '{"q"' }] },
			{ content: '', tool_call_chunks: [{ index: 0, args: ':1}' }] },
		];
		const parts = await collectParts(streaming(chunks));
		const calls = [{ id: expect.any(String) as string, name: 'find', arguments: '{"q":1}' }];
		expect(parts).toEqual([
			{ kind: 'text', text: 'Let me ' },
			{ kind: 'text', text: 'look.' },
			{ kind: 'tool-call', call: calls[0] },
			{ kind: 'end', response: expect.objectContaining({ text: 'Let me look.', finish: 'tool-calls', toolCalls: calls }) as object },
		]);
	});

	it('throws at the first read what breaks before the stream, and where it breaks what breaks in it', async () => {
		const early = { invoke: jest.fn(), stream: () => Promise.reject(Object.assign(new Error('x'), { status: 503 })) };
		await expect(collectParts(early)).rejects.toMatchObject({ code: 'MODEL_OVERLOADED' });
		const seen: string[] = [];
		const late = streaming([{ content: 'a' }], { status: 429 });
		await expect(collectParts(late, (text) => seen.push(text))).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED' });
		expect(seen).toEqual(['a']);
	});

	it('is given tools, earlier calls and their results, and images', async () => {
		const bound = answering({ content: '', tool_calls: [{ id: 'c2', name: 'find', args: { q: 2 } }] });
		const model = { ...answering({}), bindTools: jest.fn(() => bound) };
		const tool = { name: 'find', description: 'Finds.', parameters: { type: 'object' } };
		const response = await connectedChatModel(model)!.generate(
			{
				messages: [
					{ role: 'user', content: 'What is it?', images: [{ kind: 'data', mediaType: 'image/png', data: 'AA==' }] },
					{ role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'find', arguments: '{"q":1}' }] },
					{ role: 'tool', callId: 'c1', name: 'find', content: 'nothing', failed: true },
				],
				tools: [tool],
				toolChoice: 'required',
			},
			never,
		);
		expect(model.bindTools).toHaveBeenCalledWith([{ type: 'function', function: tool }], { tool_choice: 'any' });
		expect(bound.invoke).toHaveBeenCalledWith(
			[
				{
					role: 'human',
					content: [
						{ type: 'text', text: 'What is it?' },
						{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
					],
				},
				{ role: 'ai', content: '', tool_calls: [{ type: 'tool_call', id: 'c1', name: 'find', args: { q: 1 } }] },
				{ role: 'tool', tool_call_id: 'c1', name: 'find', content: 'The call failed: nothing', status: 'error' },
			],
			expect.anything(),
		);
		expect(response).toMatchObject({ finish: 'tool-calls', toolCalls: [{ id: 'c2', name: 'find', arguments: '{"q":2}' }] });
	});

	it('passes on a call whose arguments are not JSON unchanged', async () => {
		const model = answering({ content: '', invalid_tool_calls: [{ id: 'c', name: 'find', args: '{"q":' }] });
		expect(await connectedChatModel(model)!.generate(request, never)).toMatchObject({ toolCalls: [{ arguments: '{"q":' }] });
	});

	it('refuses tools where it can call none', async () => {
		const tools = [{ name: 'find', description: '', parameters: {} }];
		const answer = connectedChatModel(answering({}))!.generate({ ...request, tools }, never);
		await expect(answer).rejects.toMatchObject({ code: 'MODEL_BAD_REQUEST' });
	});

	it('is told of a schema in the last of the system messages', async () => {
		const model = answering({ content: '{}' });
		await connectedChatModel(model)!.generate({ ...request, responseSchema: { name: 'x', schema: { type: 'object' } } }, never);
		expect(model.invoke).toHaveBeenCalledWith(
			expect.arrayContaining([
				{ role: 'system', content: expect.stringMatching(/^Be brief\.\n\nAnswer with JSON.*\{"type":"object"\}$/s) as string },
			]),
			expect.anything(),
		);
	});

	it('keeps to the lower limit and to its own temperature, and leaves the connected model as it was', async () => {
		const seen: object[] = [];
		class Inner {
			lc_namespace = ['langchain', 'chat_models', 'x'];
			constructor(
				public maxTokens?: number,
				public temperature?: number,
			) {}
			async invoke() {
				seen.push({ maxTokens: this.maxTokens, temperature: this.temperature });
				return { content: 'x' };
			}
		}
		class Outer extends Inner {
			completions = new Inner();
			override invoke() {
				return this.completions.invoke();
			}
		}
		const settings = { ...request, maxOutputTokens: 50, temperature: 0.5 };
		const outer = new Outer();
		for (const model of [new Inner(), new Inner(20, 1), new Inner(-1), outer]) await connectedChatModel(model)!.generate(settings, never);
		expect(seen).toEqual([
			{ maxTokens: 50, temperature: 0.5 },
			{ maxTokens: 20, temperature: 1 },
			{ maxTokens: 50, temperature: 0.5 },
			{ maxTokens: 50, temperature: 0.5 },
		]);
		expect(outer.completions.maxTokens).toBeUndefined();
	});

	it.each([
		['its parameter', { status: 400, param: 'temperature' }],
		['its words', { httpCode: '422', cause: { message: "'temperature' is not supported with this model" } }],
	])('asks a model again without the temperature that it refuses by %s, and does not pass one again', async (how, refusal) => {
		const seen: Array<number | undefined> = [];
		const model = {
			model: `reasoning ${how}`,
			temperature: undefined,
			async invoke(this: { temperature?: number }) {
				seen.push(this.temperature);
				if (this.temperature !== undefined) throw Object.assign(new Error('refused'), refusal);
				return { content: 'Hi' } as never;
			},
			async *chunks(this: { temperature?: number; invoke(): Promise<{ content: string }> }) {
				yield new FakeAiChunk({ content: (await this.invoke()).content });
			},
			async stream(this: { chunks(): unknown }) {
				return this.chunks() as never;
			},
		};
		const asked = { ...request, temperature: 0.1 };
		const parts: ChatPart[] = [];
		for await (const part of connectedChatModel(model)!.stream(asked, never)) parts.push(part);
		expect(parts[0]).toEqual({ kind: 'text', text: 'Hi' });
		expect((await connectedChatModel(model)!.generate(asked, never)).text).toBe('Hi');
		expect(seen).toEqual([0.1, undefined, undefined]);
	});

	it('does not ask again where another field is refused', async () => {
		const invoke = jest.fn().mockRejectedValue(Object.assign(new Error('bad'), { status: 400, param: 'tools' }));
		const asking = connectedChatModel({ model: 'picky', temperature: undefined, invoke })!.generate({ ...request, temperature: 1 }, never);
		await expect(asking).rejects.toMatchObject({ code: 'MODEL_BAD_REQUEST' });
		expect(invoke).toHaveBeenCalledTimes(1);
	});

	it.each([
		[{ status: 401, message: 'Incorrect API key sk-123' }, 'MODEL_AUTHENTICATION', false],
		[{ status: 404 }, 'MODEL_NOT_FOUND', false],
		[{ status: 429 }, 'MODEL_RATE_LIMITED', true],
		[{ status: 429, code: 'insufficient_quota' }, 'MODEL_OUT_OF_CREDIT', false],
		[{ status: 400, error: { code: 'context_length_exceeded' } }, 'MODEL_CONTEXT_TOO_LONG', false],
		[{ status: 418 }, 'MODEL_BAD_REQUEST', false],
		[{ httpCode: '529' }, 'MODEL_OVERLOADED', true],
		[{ cause: { response: { status: 503 } } }, 'MODEL_OVERLOADED', true],
		[{ lc_error_code: 'MODEL_RATE_LIMIT' }, 'MODEL_RATE_LIMITED', true],
		[{ name: 'APIConnectionTimeoutError' }, 'MODEL_TIMEOUT', true],
		[{ code: 'ECONNREFUSED' }, 'MODEL_UNREACHABLE', true],
		['odd', 'MODEL_UNREACHABLE', true],
		[new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }), 'MODEL_UNREACHABLE', true],
		[{ cause: new TypeError("Cannot read properties of undefined (reading 'map')") }, 'MODEL_MALFORMED_RESPONSE', false],
		[new SyntaxError('Unexpected token <'), 'MODEL_MALFORMED_RESPONSE', false],
	])('translates the error %j to %s', async (thrown, code, retryable) => {
		const model = { invoke: jest.fn().mockRejectedValue(thrown) };
		const error = await connectedChatModel(model)!
			.generate(request, never)
			.catch((caught: unknown) => caught);
		expect(error).toMatchObject({ code, retryable });
		expect(JSON.stringify(error) + String(error)).not.toContain('sk-123');
	});

	it('ends when the run is cancelled, even if the model never answers', async () => {
		const controller = new AbortController();
		const answer = connectedChatModel({ invoke: () => new Promise<never>(() => undefined) })!.generate(request, controller.signal);
		controller.abort();
		await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(connectedChatModel(answering({ content: 'x' }))!.generate(request, AbortSignal.abort())).rejects.toMatchObject({
			code: 'CANCELLED',
		});
	});
});
