import type { ChatRequest } from '../../core/ports';
import { connectedChatModel } from './connected-chat-model';

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

describe('a connected chat model', () => {
	it('is absent when nothing is connected', () => {
		expect(connectedChatModel(undefined)).toBeUndefined();
		expect(connectedChatModel([])).toBeUndefined();
	});

	it('refuses what is no chat model', () => {
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
				['system', 'Be brief.'],
				['human', 'Hello'],
				['ai', 'Hi'],
				['human', 'How are you?'],
			],
			{ signal: never },
		);
		expect(response).toEqual({
			text: 'Fine.',
			finish: 'stop',
			model: 'n8n:gpt-x',
			usage: { inputTokens: 12, outputTokens: 3, cachedInputTokens: 4, estimated: false },
		});
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
		[undefined, 'stop'],
	])('reads the end %j as %s', async (metadata, finish) => {
		const model = answering({ content: 'x', response_metadata: metadata });
		expect((await connectedChatModel(model)!.generate(request, never)).finish).toBe(finish);
	});

	it('takes older usage figures, and counts by itself where there are none', async () => {
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

	it('streams its reply as one part', async () => {
		const parts = [];
		for await (const part of connectedChatModel(answering({ content: 'whole' }))!.stream(request, never)) parts.push(part);
		expect(parts.map((part) => (part.kind === 'text' ? part.text : part.response.text))).toEqual(['whole', 'whole']);
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
		const asked = connectedChatModel({ invoke: () => new Promise<never>(() => undefined) })!.generate(request, controller.signal);
		controller.abort();
		await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(connectedChatModel(answering({ content: 'x' }))!.generate(request, AbortSignal.abort())).rejects.toMatchObject({
			code: 'CANCELLED',
		});
	});
});
