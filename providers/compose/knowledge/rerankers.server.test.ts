import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cohereFaults, startCohereServer } from '../../../sandbox/fakes/cohere-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { composeReranker } from './rerankers';
import { composeUsageStore } from '../models/usage';

const { signal } = new AbortController();
const bare: KnowledgeHost = { providers: {} };
const answer = JSON.stringify({ scores: [{ passage: 2, score: 8 }] });

describe('A reranker by its name', () => {
	const servers: FakeServer[] = [];
	afterAll(() => Promise.all(servers.map((server) => server.close())));

	it('is undefined where none is wanted', () => expect(composeReranker('none', bare)).resolves.toBeUndefined());

	it('is Cohere’s, its usual model or another', async () => {
		const server = await startCohereServer();
		servers.push(server);
		const host = { ...bare, cohere: { apiKey: 'co-fake', baseUrl: server.url } };
		const usual = (await composeReranker('cohere', host))!;
		expect(usual.id).toBe('cohere:rerank-v3.5');
		await expect(usual.rerank('door', ['bill', 'door'], signal)).resolves.toEqual([0, 1]);
		// Each try by itself, for the agent whose search it is.
		const calls = () => composeUsageStore(counted).then((store) => store.entries(0, 9, Date.now()));
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-rerankers-'));
		const counted = { ...host, stateFolder, tenant: 'acme', name: 'test', agent: { id: 'clerk' } };
		server.script([cohereFaults.rateLimited({ 'retry-after-ms': '1' })]);
		await (await composeReranker('cohere', counted))!.rerank('door', ['bill', 'door'], signal);
		const entry = { tenant: 'acme', agent: 'clerk', host: 'test', provider: 'cohere', model: 'rerank-v3.5', kind: 'rerank' };
		await expect(calls()).resolves.toMatchObject([
			{ ...entry, state: 'failed', errorCode: 'MODEL_RATE_LIMITED', costUsd: 0 },
			{ ...entry, state: 'ok', usage: { inputTokens: 0, searches: 1 }, costUsd: 0.002 },
		]);
		rmSync(stateFolder, { recursive: true, force: true });
		expect((await composeReranker('cohere/rerank-v4.0-fast', host))!.id).toBe('cohere:rerank-v4.0-fast');
	});

	it('is a chat model that judges, and never the host’s own in its place', async () => {
		const server = await startOpenAiServer({ respond: () => ({ text: answer }) });
		servers.push(server);
		const own = scriptedChatModel(answer);
		const host: KnowledgeHost = { providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } }, model: own };
		const named = (await composeReranker('openai:gpt-4.1-mini', host))!;
		await expect(named.rerank('door', ['bill', 'door'], signal)).resolves.toEqual([0, 0.8]);
		expect(named.id).toBe('openai:gpt-4.1-mini');
		expect(own.requests).toHaveLength(0);
		const hosts = (await composeReranker('model', host))!;
		await expect(hosts.rerank('door', ['bill', 'door'], signal)).resolves.toEqual([0, 0.8]);
		expect([hosts.id, own.requests.length, server.calls.length]).toEqual(['script:model', 1, 1]);
		expect((await composeReranker('model:openai:gpt-4.1-mini', host))!.id).toBe('openai:gpt-4.1-mini');
	});

	it.each(['', 'gpt-4.1-mini', 'openai:gpt-4.1-mini', 'cohere', 'local', 'model', 'mistral:large', ':x'])(
		'is refused where nobody is meant: %j',
		(name) => expect(composeReranker(name, bare)).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.any(String) as string }),
	);

	it('that is local is looked for in its folder', () =>
		expect(composeReranker('local:/nowhere/at-all', bare)).rejects.toMatchObject({
			code: expect.stringMatching(/^(MODEL_NOT_FOUND|DEPENDENCY_MISSING)$/) as string,
		}));
});
