import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { embedText } from '../../../sandbox/fakes/openai/openai-embeddings';
import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createOpenAiProvider } from './openai-provider';
import { waitUntil } from '../../../test/support/wait-until';

const never = new AbortController().signal;

let server: FakeServer;
beforeAll(async () => {
	server = await startOpenAiServer({
		models: ['gpt-4.1-mini', 'text-embedding-3-small', 'whisper-1', 'qwen3', 'local', 'router/model', 'groq-model', 'voyage'],
		listed: {
			qwen3: { max_model_len: 32_768 },
			local: { type: 'vlm', max_context_length: 8192 },
			'router/model': {
				context_length: 200_000,
				top_provider: { max_completion_tokens: 64_000 },
				architecture: { input_modalities: ['text', 'image'] },
				supported_parameters: ['tools', 'structured_outputs'],
				pricing: { prompt: '0.0000004', completion: '0.0000016' },
			},
			'groq-model': { context_window: 131_072, max_completion_tokens: 32_768 },
			voyage: { type: 'embeddings' },
		},
	});
});
afterEach(() => server.calls.splice(0));
afterAll(() => server.close());

const provider = (apiKey = 'sk-fake') => createOpenAiProvider({ apiKey, baseUrl: `${server.url}/v1` });

describe('the list of models', () => {
	it('says what OpenAI and others say of each', async () => {
		const chat = (model: string, more: object = {}) => ({ id: `openai:${model}`, model, kind: 'chat', ...more });
		expect(await provider().listModels(never)).toEqual([
			chat('gpt-4.1-mini'),
			chat('groq-model', { contextTokens: 131_072, maxOutputTokens: 32_768 }),
			chat('local', { contextTokens: 8192 }),
			chat('qwen3', { contextTokens: 32_768 }),
			chat('router/model', {
				contextTokens: 200_000,
				maxOutputTokens: 64_000,
				features: { tools: true, vision: true, jsonSchema: true, reasoning: false },
				price: { input: 0.4, output: 1.6 },
			}),
			{ id: 'openai:text-embedding-3-small', model: 'text-embedding-3-small', kind: 'embedding' },
			{ id: 'openai:voyage', model: 'voyage', kind: 'embedding' },
			{ id: 'openai:whisper-1', model: 'whisper-1', kind: 'other' },
		]);
	});

	it.each([
		['MODEL_MALFORMED_RESPONSE', openAiFaults.webPage()],
		['MODEL_MALFORMED_RESPONSE', { status: 200, body: null }],
		['MODEL_OVERLOADED', openAiFaults.serverError()],
	])('fails with %s', async (code, reply) => {
		server.script([reply]);
		await expect(provider().listModels(never)).rejects.toMatchObject({ code });
	});

	it('fails with a wrong key', async () => {
		await expect(provider('sk-wrong').listModels(never)).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION' });
	});
});

describe('embeddings', () => {
	const embedder = (model = 'text-embedding-3-small') => provider().embedder(model);

	it('come in the order of the texts, in batches that the API takes', async () => {
		const texts = Array.from({ length: 600 }, (_, index) => `text ${index}`);
		const { vectors, model, usage } = await embedder().embed(texts, never);
		expect(vectors).toEqual(texts.map((text) => embedText(text)));
		expect(model).toBe('openai:text-embedding-3-small');
		expect(usage).toEqual({
			inputTokens: texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0),
			outputTokens: 0,
			estimated: false,
		});
		expect(server.calls.map(({ body }) => (body as { input: string[] }).input.length)).toEqual([256, 256, 88]);
	});

	it('keep within the tokens of a call', async () => {
		await embedder().embed(
			Array.from({ length: 40 }, () => 'a'.repeat(30_000)),
			never,
		);
		expect(server.calls.map(({ body, status }) => [(body as { input: string[] }).input.length, status])).toEqual([
			[20, 200],
			[20, 200],
		]);
	});

	it('are put in order by their numbers', async () => {
		const data = ['b', 'a'].map((_text, at) => ({ index: 1 - at, embedding: [at, 1] }));
		server.script([{ status: 200, body: { data } }]);
		expect(await embedder().embed(['a', 'b'], never)).toMatchObject({
			vectors: [
				[1, 1],
				[0, 1],
			],
			usage: { inputTokens: 2, estimated: true },
		});
	});

	it('of nothing are empty, and nobody is asked', async () => {
		expect((await embedder().embed([], never)).vectors).toEqual([]);
		expect(server.calls).toEqual([]);
	});

	it.each([
		['MODEL_MALFORMED_RESPONSE', 'fewer vectors than texts', { status: 200, body: { data: [{ index: 0, embedding: [1] }] } }],
		[
			'MODEL_MALFORMED_RESPONSE',
			'vectors of two lengths',
			{
				status: 200,
				body: {
					data: [
						{ index: 0, embedding: [1] },
						{ index: 1, embedding: [1, 2] },
					],
				},
			},
		],
		[
			'MODEL_MALFORMED_RESPONSE',
			'no numbers',
			{
				status: 200,
				body: {
					data: [
						{ index: 0, embedding: [1] },
						{ index: 1, embedding: [null] },
					],
				},
			},
		],
		['MODEL_MALFORMED_RESPONSE', 'nothing', { status: 200, body: {} }],
		['MODEL_MALFORMED_RESPONSE', 'a web page', openAiFaults.webPage()],
		['MODEL_OUT_OF_CREDIT', 'no credit', { status: 200, body: { error: { message: 'no credit', code: 402 } } }],
		['MODEL_RATE_LIMITED', 'too much', openAiFaults.rateLimited()],
	])('fail with %s for %s', async (code, _what, reply) => {
		server.script([reply]);
		await expect(embedder().embed(['a', 'b'], never)).rejects.toMatchObject({ code });
	});

	it('fail for a text that is too long, and for an unknown model', async () => {
		await expect(embedder().embed(['a'.repeat(40_000)], never)).rejects.toMatchObject({ code: 'MODEL_CONTEXT_TOO_LONG' });
		await expect(embedder('nothing').embed(['a'], never)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
	});

	it('tell what was used before a batch failed', async () => {
		server.script([{ text: '' }, openAiFaults.serverError()]);
		const texts = Array.from({ length: 257 }, () => 'four');
		await expect(embedder().embed(texts, never)).rejects.toMatchObject({
			code: 'MODEL_OVERLOADED',
			details: { usage: { inputTokens: 256, outputTokens: 0, estimated: false } },
		});
	});

	it('are cancelled on the wire', async () => {
		server.script([{ text: '', delayMs: 5000 }]);
		const cancel = new AbortController();
		const embedding = embedder().embed(['a'], cancel.signal);
		await waitUntil('the request', () => server.calls.length > 0);
		cancel.abort();
		await expect(embedding).rejects.toMatchObject({ code: 'CANCELLED' });
		await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
	});
});
