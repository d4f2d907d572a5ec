import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { googleError, googleFaults } from '../../../sandbox/fakes/google/google-faults';
import { startGoogleServer } from '../../../sandbox/fakes/google/google-server';
import { createGoogleProvider } from './google-provider';

const never = new AbortController().signal;
let server: FakeServer;
const provider = (apiKey = 'AIza-fake') => createGoogleProvider({ apiKey, baseUrl: server.url });
const sent = () => server.calls.at(-1)!.body as { requests: unknown[] };

beforeAll(async () => {
	server = await startGoogleServer();
});
afterEach(() => server.calls.splice(0));
afterAll(() => server.close());

describe('embeddings', () => {
	it('come in the order of the texts, a hundred at a time, for the purpose', async () => {
		const texts = Array.from({ length: 150 }, (_, index) => 'x'.repeat(index + 1));
		const { vectors, model, usage } = await provider().embedder('gemini-embedding-001').embed(texts, never, 'query');
		expect(vectors.map(([length]) => length)).toEqual(texts.map((text) => text.length));
		expect(model).toBe('google:gemini-embedding-001');
		expect(usage).toMatchObject({ estimated: true, outputTokens: 0 });
		expect(server.calls).toHaveLength(2);
		expect(sent().requests[0]).toMatchObject({ taskType: 'RETRIEVAL_QUERY' });
	});

	it('say the purpose in words to models that want it so', async () => {
		await provider().embedder('gemini-embedding-2').embed(['a', 'b'], never, 'document');
		expect(sent().requests).toMatchObject([{ content: { parts: [{ text: 'title: none | text: a' }] } }, {}]);
		await provider().embedder('gemini-embedding-2').embed(['a'], never);
		expect(sent().requests).toMatchObject([{ content: { parts: [{ text: 'a' }] } }]);
	});

	it.each([
		['a refusal', googleFaults.rateLimited(), 'MODEL_RATE_LIMITED'],
		['fewer vectors than texts', { status: 200, body: { embeddings: [] } }, 'MODEL_MALFORMED_RESPONSE'],
		['something else', { status: 200, body: {} }, 'MODEL_MALFORMED_RESPONSE'],
		['a web page', googleFaults.webPage(), 'MODEL_MALFORMED_RESPONSE'],
	])('fail with %s', async (_what, reply, code) => {
		server.script([reply]);
		await expect(provider().embedder('gemini-embedding-001').embed(['a'], never)).rejects.toMatchObject({ code });
	});
});

describe('the list of models', () => {
	it('tells what the API says of each, by name', async () => {
		const chats = { kind: 'chat', contextTokens: 1_048_576, maxOutputTokens: 65_536 };
		const features = { tools: true, vision: true, jsonSchema: true, reasoning: true };
		expect(await provider().listModels(never)).toEqual([
			{ ...chats, id: 'google:gemini-2.5-flash', model: 'gemini-2.5-flash', features },
			{ ...chats, id: 'google:gemini-3.8-flash', model: 'gemini-3.8-flash', features },
			{ id: 'google:gemini-embedding-001', model: 'gemini-embedding-001', kind: 'embedding', contextTokens: 2048 },
			{ id: 'google:gemini-embedding-2', model: 'gemini-embedding-2', kind: 'embedding', contextTokens: 2048 },
		]);
	});

	it('is read page by page', async () => {
		const page = (name: string, nextPageToken?: string) => ({ status: 200, body: { models: [{ name }], nextPageToken } });
		server.script([page('models/b', 'more'), page('models/a')]);
		expect((await provider().listModels(never)).map(({ model }) => model)).toEqual(['a', 'b']);
	});

	it.each([
		['a wrong key', 'wrong', undefined, 'MODEL_AUTHENTICATION'],
		['a web page', 'AIza-fake', googleFaults.webPage(), 'MODEL_MALFORMED_RESPONSE'],
		['models without names', 'AIza-fake', { status: 200, body: { models: [{}] } }, 'MODEL_MALFORMED_RESPONSE'],
		['a server that fails', 'AIza-fake', googleError(500, 'x'), 'MODEL_OVERLOADED'],
	])('fails with %s', async (_what, apiKey, reply, code) => {
		if (reply) server.script([reply]);
		await expect(provider(apiKey).listModels(never)).rejects.toMatchObject({ code });
	});
});
