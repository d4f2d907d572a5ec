import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeStampedEmbedder, composeEmbedderOfStamp } from './embedders';
import type { KnowledgeHost } from '../hosts/knowledge-host';

const signal = new AbortController().signal;
const bare: KnowledgeHost = { providers: {} };

describe('An embedder by its name', () => {
	let server: Server;
	let baseUrl: string;
	let asked: string[];
	let digest: string;
	beforeEach(async () => {
		asked = [];
		digest = 'a'.repeat(64);
		server = createServer((request, response) => {
			asked.push(request.url!);
			const answers: Record<string, unknown> = {
				'/v1/embeddings': { data: [{ index: 0, embedding: [3, 4, 0] }], usage: { prompt_tokens: 1 } },
				'/api/tags': { models: [{ name: 'nomic-embed-text:latest', digest }] },
				'/api/show': { model_info: { 'general.architecture': 'nomic-bert', 'nomic-bert.context_length': 2048 } },
				'/api/embed': { embeddings: [[0, 1]], prompt_eval_count: 1 },
			};
			response.setHeader('content-type', 'application/json');
			request.resume().on('end', () => response.end(JSON.stringify(answers[request.url!])));
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterEach(() => new Promise((closed) => server.close(closed)));

	const withOpenAi = (): KnowledgeHost => ({ providers: { openai: { apiKey: 'key', baseUrl: `${baseUrl}/v1` } } });
	const withOllama = (): KnowledgeHost => ({ providers: { ollama: { apiKey: '', baseUrl } } });

	it('is undefined where none is wanted', async () => {
		await expect(composeStampedEmbedder('none', bare)).resolves.toBeUndefined();
	});

	it.each(['openai:text-embedding-3-small', 'openai/text-embedding-3-small'])(
		'of an API is stamped with what its vectors say: %s',
		async (name) => {
			const embedder = (await composeStampedEmbedder(name, withOpenAi()))!;
			const stamp = { model: 'openai:text-embedding-3-small', maximumTokens: 8191, dimensions: 3 };
			await expect(embedder.stamp(signal)).resolves.toEqual(stamp);
			await expect(embedder.stamp(signal)).resolves.toEqual(stamp);
			expect(asked).toHaveLength(1);
			await expect((await composeEmbedderOfStamp(stamp, withOpenAi())).embed(['x'], signal)).resolves.toMatchObject({
				vectors: [[3, 4, 0]],
			});
		},
	);

	it("of Ollama is stamped with the model's digest and length, and another model behind the name is refused", async () => {
		const stamp = await (await composeStampedEmbedder('ollama:nomic-embed-text', withOllama()))!.stamp(signal);
		expect(stamp).toEqual({ model: 'ollama:nomic-embed-text', revision: digest, maximumTokens: 2048, dimensions: 2 });
		await expect((await composeEmbedderOfStamp(stamp, withOllama())).stamp(signal)).resolves.toEqual(stamp);
		digest = 'b'.repeat(64);
		await expect(composeEmbedderOfStamp(stamp, withOllama())).rejects.toMatchObject({
			code: 'KNOWLEDGE_STAMP_DIFFERS',
			fix: expect.stringContaining('re-embed'),
		});
	});

	it('says what is missing where it cannot be had', async () => {
		await expect(composeStampedEmbedder('local', bare)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			fix: expect.stringContaining('TROUPE_EMBEDDING_MODEL'),
		});
		await expect(composeStampedEmbedder('openai:text-embedding-3-small', bare)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('openai:text-embedding-3-small'),
		});
		await expect(composeStampedEmbedder('anthropic:claude', { providers: { anthropic: { apiKey: 'key' } } })).rejects.toMatchObject({
			code: 'NOT_SUPPORTED',
		});
		await expect(composeStampedEmbedder('no/folder/here', bare)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
		await expect(composeEmbedderOfStamp({ model: 'google:gemini-embedding-001', dimensions: 3072 }, bare)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('google is not configured'),
		});
	});
});
