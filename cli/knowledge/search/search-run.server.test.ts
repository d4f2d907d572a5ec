import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeKnowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import type { Host } from '../../../providers/compose/hosts/host';
import type { KnowledgeHost } from '../../../providers/compose/hosts/knowledge-host';
import { givenDocuments } from '../../../providers/sources/given-documents';
import { WebPages } from '../../../providers/sources/web-pages';
import { startCohereServer } from '../../../sandbox/fakes/cohere-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';
import { type EvaluateOptions, runEvaluate } from './evaluate-run';
import { runSearch, type SearchCommandOptions } from './search-run';

const texts = {
	leave: '# Leave\n\nEvery employee has thirty days of vacation in a year.\n\n## Sickness\n\nWhoever is ill brings a certificate.',
	entry: '# Entry\n\nThe badge opens the front door.',
	bills: '# Invoices\n\nAn invoice is paid within thirty days.',
};

let home: string;
let host: Host & KnowledgeHost;
let openai: FakeServer;
let cohere: FakeServer;
beforeAll(async () => {
	[openai, cohere] = [await startOpenAiServer(), await startCohereServer()];
	home = mkdtempSync(join(tmpdir(), 'troupe-search-'));
	host = {
		gate: openGate(),
		agentFolders: [],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${openai.url}/v1` } },
		cohere: { apiKey: 'co-fake', baseUrl: cohere.url },
		stateFolder: home,
	};
	const knowledge = await openKnowledge(host);
	const given = Object.entries(texts).map(([id, text]) => ({
		id,
		title: id,
		text,
		format: 'markdown' as const,
		metadata: { size: text.length },
	}));
	for (const [name, embedder] of [
		['words', 'none'],
		['both', 'openai:text-embedding-3-small'],
	] as const)
		await knowledge.ingest(name, givenDocuments(given, new WebPages({})), { embedder }, new AbortController().signal);
	await closeKnowledge(host);
});
afterAll(async () => {
	await Promise.all([openai.close(), cohere.close()]);
	rmSync(home, { recursive: true, force: true });
});

const open = async () => host;
async function search(question: string, options: Partial<SearchCommandOptions> = {}, input: string[] = []) {
	const terminal = testTerminal(
		{},
		input.map((line) => Buffer.from(line)),
	);
	const code = await runSearch(question, { in: 'words', top: 10, concurrency: 4, ...options }, terminal, open);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}
interface HitLine {
	id?: unknown;
	hits: Array<{ documentId: string; score: number; start: number; end: number; text: string }>;
	error?: { code: string };
}
const parsed = (printed: string) => printed.split('\n').map((line) => JSON.parse(line) as HitLine);

describe('troupe knowledge search', () => {
	test('shows a person passages with their score and place, the words of the question marked', async () => {
		const terminal = { ...testTerminal(), style: (format: unknown, text: string) => (format === 'dim' ? text : `<${text}>`) };
		expect(await runSearch('opened doors', { in: 'words', top: 1, concurrency: 1 }, terminal, open)).toBe(0);
		expect(terminal.printed.join('\n')).toBe(' 1. <1.00>  entry › Entry\n    # Entry\n    The badge <opens> the front <door>.');
		expect((host.gate as ReturnType<typeof openGate>).admitted).toContainEqual({ kind: 'command', name: 'knowledge search' });
	});

	test('answers lines with lines, in their order, and names those that cannot be read', async () => {
		const lines = [
			'{"id": 1, "text": "badge"}\n',
			'oops\n{"id": "two", "text": "thirty days of va',
			'cation"}\n{"id": 3, "text": " "}\n{"text": "zeppelin"}',
		];
		const { code, printed, noted } = await search('', {}, lines);
		expect(code).toBe(2);
		expect(noted).toContain('error: line 2 is not JSON');
		const [first, second, third, fourth] = parsed(printed);
		expect(Object.keys(first!.hits[0]!)).toEqual(['documentId', 'chunkId', 'score', 'text', 'page', 'start', 'end']);
		expect([first!.id, first!.hits.map(({ documentId }) => documentId)]).toEqual([1, ['entry']]);
		expect(second!.id).toBe('two');
		for (const { documentId, start, end, text } of second!.hits) expect(texts[documentId as 'leave'].slice(start, end)).toBe(text);
		expect(third).toMatchObject({ id: 3, hits: [], error: { code: 'INPUT_INVALID' } });
		expect(fourth).toEqual({ hits: [] });
		expect((await search('', {}, ['{"id": 3, "text": " "}\n'])).code).toBe(1);
	});

	test('searches by both where the collection has vectors, by words else, and as it was told', async () => {
		openai.calls.length = 0;
		const { printed } = await search('the front door', {
			in: 'both',
			json: true,
			top: 2,
			filter: { size: { $gt: 0 } },
		});
		expect(parsed(printed)[0]!.hits).toHaveLength(2);
		expect(openai.calls).toHaveLength(1);
		expect(await search('the front door', { in: 'both', mode: 'lexical' })).toMatchObject({
			code: 0,
			noted: expect.not.stringContaining('warning'),
		});
		expect(openai.calls).toHaveLength(1);
		expect(await search('zeppelin')).toMatchObject({ code: 1, noted: expect.stringContaining('No passage found.') });
	});

	test('puts words and vectors together by places, and as they weigh, where it is told to', async () => {
		const scores = async (options: Partial<SearchCommandOptions>) =>
			parsed((await search('opened the front door', { in: 'both', json: true, ...options })).printed)[0]!.hits.map(
				({ documentId, score }) => [documentId, score.toFixed(3)],
			);
		// By words there is one, so that all the others have nothing but their place by vectors.
		const byWords = await scores({ fusion: 'ranks', lexicalWeight: 1_000, denseWeight: 0.001 });
		expect(byWords).toEqual([['entry', '1.000'], ...byWords.slice(1).map(([id]) => [id, '0.000'])]);
		const byVectors = await scores({ fusion: 'ranks', lexicalWeight: 0.001, denseWeight: 1_000 });
		expect(byVectors.map(([, score]) => score)).toEqual(byVectors.map((_, place) => (11 / (11 + place)).toFixed(3)));
		expect(await scores({ fusion: 'scores' })).toEqual(await scores({}));
		expect(await scores({ lexicalWeight: 3 })).not.toEqual(await scores({}));
	});

	test('says what to do where the collection has no vectors, or nobody makes them', async () => {
		for (const mode of ['dense', 'hybrid'] as const)
			await expect(search('door', { mode })).rejects.toMatchObject({
				code: 'INPUT_INVALID',
				fix: expect.stringContaining('troupe knowledge re-embed --in words') as string,
			});
		await expect(search('door', { in: 'nothing' })).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
		const known = host;
		host = { ...host, providers: {} };
		try {
			expect(await search('door', { in: 'both' })).toMatchObject({ code: 0, noted: expect.stringContaining('searched by words alone') });
			await expect(search('door', { in: 'both', mode: 'hybrid' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		} finally {
			host = known;
		}
	});

	test('has passages judged, and says where nobody judged them', async () => {
		const before = cohere.calls.length;
		const [line] = parsed((await search('thirty vacation', { rerank: 'cohere', json: true })).printed);
		expect(line!.hits[0]).toMatchObject({ documentId: 'leave', score: 1 });
		expect(cohere.calls).toHaveLength(before + 1);
		cohere.script([{ status: 500, headers: { 'retry-after': '60' }, body: {} }]);
		expect(await search('thirty days', { rerank: 'cohere' })).toMatchObject({
			code: 0,
			noted: expect.stringContaining('warning: not reranked'),
		});
		await expect(search('thirty days', { rerank: 'local' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	test('goes on with the other lines where one fails for a moment, and ends where all would', async () => {
		openai.script([openAiFaults.rateLimited({ 'retry-after': '100000' })]);
		const { code, printed } = await search('', { in: 'both', mode: 'dense', concurrency: 1 }, [
			'{"id": 1, "text": "a bill"}\n{"id": 2, "text": "a door"}\n',
		]);
		expect(code).toBe(1);
		const [first, second] = parsed(printed);
		expect(first).toMatchObject({ id: 1, hits: [], error: { code: 'MODEL_RATE_LIMITED' } });
		expect(second!.hits.length).toBeGreaterThan(0);
		await expect(search('', { rerank: 'nobody' }, ['{"text": "door"}\n'])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	test.each([
		[['search', 'door'], /required option[^]*--in/],
		[['search', 'door', '--in', 'words', '--top', '101'], /from 1 to 100/],
		[['search', 'door', '--in', 'words', '--mode', 'fuzzy'], /Allowed choices are lexical, dense, hybrid/],
		[['search', 'door', '--in', 'words', '--fusion', 'places'], /Allowed choices are scores, ranks/],
		[['evaluate', '--in', 'words', '--lexical-weight', '0'], /from 0.001 to 1000/],
		[['search', 'door', '--in', 'words', '--filter', '{"$or": 1}'], /filter/],
		[['evaluate', '--in', 'words'], /required option[^]*--queries/],
	])('exits with 2 for %j', async (args, message) => {
		const terminal = testTerminal({ TROUPE_HOME: home });
		expect(await runTroupe(['knowledge', ...args], terminal)).toBe(2);
		expect(terminal.noted.join('\n')).toMatch(message);
	});
});

describe('troupe knowledge evaluate', () => {
	const write = (name: string, content: string) => {
		writeFileSync(join(home, name), content);
		return join(home, name);
	};
	async function evaluate(options: Partial<EvaluateOptions> = {}) {
		const terminal = testTerminal();
		const queries = write(
			'queries.jsonl',
			'{"_id": "1", "text": "vacation"}\n{"id": "2", "text": "which door?"}\n{"id": "4", "text": "unjudged"}\n',
		);
		const qrels = write('qrels.tsv', 'query-id\tcorpus-id\tscore\n1\tleave\t2\n2\tentry\t1\n3\tbills\t1\n');
		const given = { in: 'words', top: 100, concurrency: 2, queries, qrels, ...options };
		return { code: await runEvaluate(given, terminal, open), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	}

	test('prints measures of each way that the collection can be searched in', async () => {
		const { code, printed, noted } = await evaluate();
		expect(code).toBe(0);
		expect(printed.split('\n')).toEqual([
			expect.stringMatching(/^mode +nDCG@10 +recall@10 +recall@100 +MRR +questions$/),
			expect.stringMatching(/^lexical +0\.6667 +0\.6667 +0\.6667 +0\.6667 +3$/),
		]);
		expect(noted).toContain('1 questions have no judgement');
		expect(noted).toContain('1 judged questions are not among the queries');
		const json = JSON.parse((await evaluate({ in: 'both', json: true, top: 5 })).printed) as {
			modes: Array<{ mode: string; mrr: number }>;
		};
		expect(json.modes.map(({ mode }) => mode)).toEqual(['lexical', 'dense', 'hybrid']);
		expect(json.modes[0]).toMatchObject({ 'ndcg@10': 2 / 3, recall: 2 / 3, mrr: 2 / 3, questions: 3, unanswered: 1 });
	});

	test('evaluates one way, and a reranker', async () => {
		const { printed } = await evaluate({ mode: 'lexical', rerank: 'cohere', top: 10 });
		expect(printed).toMatch(/\nlexical, cohere +0\.6667 +0\.6667 +0\.6667 +3$/);
		await expect(evaluate({ mode: 'hybrid' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	test('says what is wrong with its files, and ends at the first failure', async () => {
		await expect(evaluate({ qrels: write('none.tsv', '9 0 leave 1\n') })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(evaluate({ qrels: write('bad.tsv', '1 leave\n') })).rejects.toMatchObject({ details: { line: 1 } });
		await expect(evaluate({ queries: join(home, 'missing.jsonl') })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(evaluate({ rerank: 'nobody' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});
