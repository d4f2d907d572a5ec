import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCohereServer } from '../../../sandbox/fakes/cohere-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { closeKnowledge } from './knowledge';
import { runKnowledgeTask } from './knowledge-task';

const never = new AbortController().signal;
const key = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
const text = `Ana Souza, CPF 529.982.247-25, ana.souza@example.com, uses ${key}.`;
const values = /529\.982|111\.444|ana\.souza|ghp_/;

let server: FakeServer;
let cohere: FakeServer;
let host: KnowledgeHost & { stateFolder: string };
beforeAll(async () => void ([server, cohere] = await Promise.all([startOpenAiServer(), startCohereServer()])));
afterAll(() => Promise.all([server.close(), cohere.close()]));
beforeEach(() => {
	server.calls.length = 0;
	host = {
		stateFolder: mkdtempSync(join(tmpdir(), 'troupe-personal-data-')),
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
		cohere: { apiKey: 'co-fake', baseUrl: cohere.url },
	};
});
afterEach(async () => {
	await closeKnowledge(host);
	rmSync(host.stateFolder, { recursive: true, force: true });
});

const run = (task: object) => runKnowledgeTask({ collection: 'people', ...task }, host, never);
const ingest = (more: object = {}) =>
	run({
		operation: 'ingest',
		documents: [{ id: 'ana', title: 'CPF 111.444.777-35', text }],
		embedder: 'openai:text-embedding-3-small',
		...more,
	});
const sent = () => JSON.stringify(server.calls.map(({ body }) => body));
const read = () => run({ operation: 'search', question: 'Souza', mode: 'lexical' });

test('an embedder of another company never gets a CPF, an e-mail or a key; the text stays, without the key (ultramancode/spring-ai-privacy-guardrails#27)', async () => {
	expect(await ingest()).toMatchObject({
		documents: [{ state: 'added', maskedSecrets: 1 }],
		summary: { maskedSecrets: 1, maskedValues: 3, embeddedChunks: 1 },
	});
	expect(sent()).toContain('CPF [CPF], [EMAIL], uses [SECRET]');
	expect(sent()).not.toMatch(values);
	expect(await read()).toMatchObject({ hits: [{ text: text.replace(key, '[SECRET]') }] });
	expect(readFileSync(join(host.stateFolder, 'knowledge.db'), 'latin1')).not.toContain('ghp_');
	// The same again changes and sends nothing.
	server.calls.length = 0;
	expect(await ingest()).toMatchObject({ summary: { unchanged: 1, maskedValues: 0, maskedSecrets: 0 } });
	expect(sent()).not.toContain('uses');
});

test('questions are masked as well, for the embedder and for the reranker, and words still find the value', async () => {
	await ingest();
	server.calls.length = 0;
	const question = 'Whose CPF is 529.982.247-25?';
	expect(await run({ operation: 'search', question, reranker: 'cohere' })).toMatchObject({ mode: 'hybrid', hits: [{ documentId: 'ana' }] });
	expect(sent()).toContain('Whose CPF is [CPF]?');
	expect(`${sent()}${JSON.stringify(cohere.calls.map(({ body }) => body))}`).not.toMatch(values);
	expect(cohere.calls).toHaveLength(1);
});

test('units that are compared to cut by meaning, and texts that are embedded again, are masked', async () => {
	await ingest({ chunking: { method: 'semantic' } });
	expect(sent()).not.toMatch(values);
	await run({ operation: 're-embed', embedder: 'none', chunking: { method: 'structure' } });
	server.calls.length = 0;
	await run({ operation: 're-embed', embedder: 'openai:text-embedding-3-small' });
	expect(sent()).toContain('[CPF]');
	expect(sent()).not.toMatch(values);
	await run({ operation: 're-embed', embedder: 'none', chunking: { method: 'structure' } });
	await run({ operation: 're-embed', embedder: 'openai:text-embedding-3-small', personalData: 'keep' });
	expect(sent()).toContain('529.982.247-25');
});

test('"keep" sends and stores all, and "refuse" neither', async () => {
	expect(await ingest({ personalData: 'refuse' })).toMatchObject({ documents: [{ state: 'failed', failure: 'refused' }] });
	expect(sent()).not.toContain('uses');
	expect(await ingest({ personalData: 'keep' })).toMatchObject({ summary: { added: 1, maskedSecrets: 0, maskedValues: 0 } });
	expect(sent()).toContain(key);
	expect(await read()).toMatchObject({ hits: [{ text }] });
	expect(await ingest()).toMatchObject({ summary: { changed: 1, maskedSecrets: 1 } });
	await expect(run({ operation: 'ingest', documents: [{ id: 'b', text: 'b' }], personalData: 'hide' })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
});

test('a file is read again under another policy', async () => {
	const file = { name: 'keys.txt', base64: Buffer.from(text).toString('base64') };
	const again = (personalData?: string) => run({ operation: 'ingest', documents: [file], ...(personalData && { personalData }) });
	expect(await again('keep')).toMatchObject({ summary: { added: 1 } });
	expect(await again('keep')).toMatchObject({ summary: { unchanged: 1 } });
	expect(await again()).toMatchObject({ summary: { changed: 1, maskedSecrets: 1 } });
	expect(await again()).toMatchObject({ summary: { unchanged: 1 } });
	expect(await again('refuse')).toMatchObject({ summary: { failed: 1 } });
});
