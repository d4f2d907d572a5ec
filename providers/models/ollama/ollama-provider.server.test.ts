import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { ollamaFaults } from '../../../sandbox/fakes/ollama/ollama-faults';
import { startOllamaServer } from '../../../sandbox/fakes/ollama/ollama-server';
import { embedText } from '../../../sandbox/fakes/openai/openai-embeddings';
import { createOllamaProvider } from './ollama-provider';
import { waitUntil } from '../../../test/support/wait-until';

const never = new AbortController().signal;

let server: FakeServer;
beforeAll(async () => {
	server = await startOllamaServer();
});
afterEach(() => server.calls.splice(0));
afterAll(() => server.close());

const provider = () => createOllamaProvider({ apiKey: '', baseUrl: server.url });

describe('the list of models', () => {
	it('says of each what it is, what it can do and how much it reads', async () => {
		expect(await provider().listModels(never)).toEqual([
			{
				id: 'ollama:gpt-oss:20b',
				model: 'gpt-oss:20b',
				kind: 'chat',
				contextTokens: 131_072,
				features: { tools: true, vision: false, jsonSchema: true, reasoning: true },
			},
			{
				id: 'ollama:llama3.2:latest',
				model: 'llama3.2:latest',
				kind: 'chat',
				contextTokens: 131_072,
				features: { tools: true, vision: true, jsonSchema: true, reasoning: false },
			},
			{ id: 'ollama:nomic-embed-text:latest', model: 'nomic-embed-text:latest', kind: 'embedding', contextTokens: 2048 },
		]);
	});

	it.each([
		['MODEL_OVERLOADED', ollamaFaults.busy()],
		['MODEL_MALFORMED_RESPONSE', { status: 200, body: { data: [] } }],
		['MODEL_MALFORMED_RESPONSE', { status: 200, body: '<html></html>' }],
	])('fails with %s', async (code, reply) => {
		server.script([reply]);
		await expect(provider().listModels(never)).rejects.toMatchObject({ code });
	});
});

describe('embeddings', () => {
	const embedder = () => provider().embedder('nomic-embed-text');

	it('come in the order of the texts, in batches, with a mark for what the model is to make of them', async () => {
		const texts = Array.from({ length: 150 }, (_, index) => `text ${index}`);
		const { vectors, model, usage } = await embedder().embed(texts, never, 'document');
		expect(vectors).toEqual(texts.map((text) => embedText(`search_document: ${text}`)));
		expect({ model, usage }).toEqual({
			model: 'ollama:nomic-embed-text',
			usage: { inputTokens: expect.any(Number), outputTokens: 0, estimated: false },
		});
		const sizes = server.calls.filter(({ path }) => path === '/api/embed').map(({ body }) => (body as { input: string[] }).input.length);
		expect(sizes).toEqual([64, 64, 22]);
		expect(server.calls.at(-1)!.body).toMatchObject({ truncate: false, options: { num_ctx: 2048 } });
	});

	it('fail for a text that would be cut', async () => {
		await expect(embedder().embed(['x'.repeat(9000)], never)).rejects.toMatchObject({ code: 'MODEL_CONTEXT_TOO_LONG' });
	});

	it('tell what was used before a batch failed', async () => {
		const texts = Array.from({ length: 65 }, () => 'four letters');
		server.script([{ text: '' }, ollamaFaults.runnerStopped()]);
		await expect(embedder().embed(texts, never)).rejects.toMatchObject({
			code: 'MODEL_OVERLOADED',
			details: { usage: { inputTokens: 192 } },
		});
	});

	it('are cancelled on the wire', async () => {
		server.script([{ text: '', delayMs: 5000 }]);
		const cancel = new AbortController();
		const embedding = embedder().embed(['a'], cancel.signal);
		const asked = () => server.calls.find(({ path }) => path === '/api/embed');
		await waitUntil('the request', asked);
		cancel.abort();
		await expect(embedding).rejects.toMatchObject({ code: 'CANCELLED' });
		await waitUntil('the end of the connection', () => asked()!.aborted);
	});
});
