import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import type { Job, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { WorkerOptions } from '../../engine/workers';
import { ingestJobHandler, openIngestWorker } from './ingest-worker';
import { openRetrieveWorker, retrieveJobHandler } from './retrieve-worker';
import type { WorkerHost } from '../task-worker';
import { slowTest } from '../../../test/support/slow-tests';

let host: WorkerHost;
beforeEach(() => {
	host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: mkdtempSync(join(tmpdir(), 'troupe-knowledge-jobs-')) };
});
afterEach(async () => {
	await closeKnowledge(host);
	rmSync(host.stateFolder!, { recursive: true });
});

const job = (type: string, headers: Record<string, string>, variables: Record<string, unknown>): Job => ({
	key: '11',
	type,
	instanceKey: '7',
	processId: 'contracts',
	processDefinitionKey: '3',
	elementId: 'task',
	elementInstanceKey: '8',
	headers,
	variables,
	retries: 3,
	deadline: 0,
});
const signal = new AbortController().signal;
const ingest = (headers: Record<string, string>, variables: Record<string, unknown>): Promise<JobOutcome> =>
	ingestJobHandler(host)(job('troupe:ingest', headers, variables), signal);
const retrieve = (headers: Record<string, string>, variables: Record<string, unknown>): Promise<JobOutcome> =>
	retrieveJobHandler(host)(job('troupe:retrieve', headers, variables), signal);
const into = { collection: 'contracts' };
const texts = (...all: string[]) => ({ documents: all.map((text, index) => ({ id: `d${index}`, title: `Contract ${index}`, text })) });
const passages = (outcome: JobOutcome) =>
	(outcome as unknown as { variables: { passages: Array<{ documentId: string; text: string }> } }).variables.passages;

describe('the tenant of a job', () => {
	const ofTenant = (type: string, variables: Record<string, unknown>, tenantId?: string): Job => ({
		...job(type, into, variables),
		tenantId,
	});
	const find = (tenantId?: string) =>
		retrieveJobHandler(host)(ofTenant('troupe:retrieve', { question: 'How many years?' }, tenantId), signal);

	test('is the one in Zeebe, else that of the worker', async () => {
		await ingestJobHandler(host)(ofTenant('troupe:ingest', texts('Two years.'), 'acme'), signal);
		expect(passages(await find('acme'))).toHaveLength(1);
		expect(await find('globex')).toMatchObject({ kind: 'fail' });
		expect(await find('<default>')).toMatchObject({ kind: 'fail' });
		host = { ...host, tenant: 'acme' };
		expect(passages(await find('<default>'))).toHaveLength(1);
		expect(passages(await find())).toHaveLength(1);
	});

	test('is refused if it stands for all tenants', async () => {
		expect(await find('*')).toMatchObject({ kind: 'fail', message: expect.stringContaining('not a valid tenant') as string });
	});
});

describe('troupe:ingest', () => {
	test('records of what an agent returned that others can have written it', async () => {
		let years = 1;
		const origin = async (variables: object) => {
			await ingest(into, { ...texts(`The contract ends after ${++years} years.`), ...variables });
			const [found] = passages(await retrieve(into, { question: 'When does the contract end?' }));
			return (found as { origin?: string } | undefined)?.origin;
		};
		expect(await origin({})).toBe('process:contracts');
		expect(await origin({ origins: ['document'] })).toBe('others:process:contracts');
		expect(await origin({ origins: 'unknown' })).toBe('others:process:contracts');
		expect(await origin({ origins: [] })).toBe('process:contracts');
	});

	test('puts documents into a collection, and changes nothing when its job is delivered again', async () => {
		const counts = { collection: 'contracts', failed: 0, changed: 0, embedder: null, costUsd: null };
		expect(await ingest(into, texts('Two years.', 'Three years.'))).toMatchObject({
			kind: 'complete',
			variables: {
				ingestion: { ...counts, added: 2, unchanged: 0, chunks: 2 },
				ingestedDocuments: [
					{ id: 'd0', state: 'added' },
					{ id: 'd1', state: 'added' },
				],
			},
		});
		expect(await ingest(into, texts('Two years.', 'Three years.'))).toMatchObject({
			variables: { ingestion: { ...counts, added: 0, unchanged: 2 } },
		});
	});

	test('takes numbers of a process as texts, and names a text that is not a number', async () => {
		expect(await ingest(into, { text: 'Two years.', documentId: 4711, title: 7 })).toMatchObject({
			variables: { ingestedDocuments: [{ id: '4711', title: '7', state: 'added' }] },
		});
		expect(await retrieve(into, { question: 4711 })).toMatchObject({ kind: 'complete' });
		expect(await ingest(into, { text: 'x', documentId: { a: 1 } })).toMatchObject({
			kind: 'fail',
			message: expect.stringMatching(/not valid: documents\.0\.id must be string\. /) as string,
		});
		expect(await ingest(into, { url: 'www.example.com' })).toMatchObject({
			message: expect.stringMatching(/documents\.0\.url must match pattern[^;]*\. Correct/) as string,
		});
	});

	test('takes one document from variables of its own; the header says which is meant', async () => {
		const variables = { text: 'Two years.', documentId: 'c1', title: 'Contract', metadata: { year: 2026 }, documents: [{ text: 'x' }] };
		expect(await ingest({ ...into, from: 'text', labels: 'signed, new' }, variables)).toMatchObject({
			variables: { ingestedDocuments: [{ id: 'c1', title: 'Contract', state: 'added' }] },
		});
		expect(await retrieve({ ...into, filter: '{"labels": "signed", "year": 2026}' }, { question: 'years' })).toMatchObject({
			variables: { passages: [{ documentId: 'c1', metadata: { labels: ['signed', 'new'], year: 2026 } }] },
		});
	});

	slowTest('throws an error of the process where a document cannot be read; the others are kept', async () => {
		const documents = [
			{ text: 'Two years.', id: 'good' },
			{ base64: Buffer.from('PK\u0003\u0004zip').toString('base64'), name: 'bad.zip' },
		];
		expect(await ingest(into, { documents })).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'TROUPE_DOCUMENT_FAILED',
			message: expect.not.stringContaining('bad.zip') as string,
			variables: { ingestion: { added: 1, failed: 1 }, ingestedDocuments: [{ id: 'bad.zip', state: 'failed' }, { id: 'good' }] },
		});
	});

	test('a variable does not choose another collection or embedder than the designer did', async () => {
		await ingest({ ...into, embedder: 'none' }, { ...texts('Two years.'), collection: 'other', embedder: 'openai:x' });
		expect(await retrieve({}, { collection: 'contracts', question: 'years' })).toMatchObject({
			variables: { passages: [{ documentId: 'd0' }] },
		});
	});

	slowTest('throws an error of the process for a budget', async () => {
		const server = await startOpenAiServer({ keys: null });
		host.providers = { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } };
		host.budgets = [{ name: 'none', per: 'day', calls: 0 }];
		expect(await ingest({ ...into, embedder: 'openai:text-embedding-3-small' }, texts('Two years.'))).toEqual({
			kind: 'bpmn-error',
			errorCode: 'TROUPE_BUDGET_EXCEEDED',
			message: expect.stringContaining('budget') as string,
			variables: { ingestion: null, ingestedDocuments: null },
		});
		await server.close();
	});
});

describe('troupe:retrieve', () => {
	beforeEach(async () => void (await ingest(into, texts('The warranty is two years.', 'The parcel comes by mail.'))));

	test('finds passages, ready for a prompt too', async () => {
		const outcome = await retrieve({ ...into, top: '1', mode: 'lexical' }, { question: 'How long is the warranty?' });
		const search = { mode: 'lexical', collection: 'contracts', passages: 1, documents: ['d0'], questionHash: expect.any(String) as string };
		expect(outcome).toEqual({
			kind: 'complete',
			searched: search,
			variables: {
				passages: [
					expect.objectContaining({ documentId: 'd0', title: 'Contract 0', text: 'The warranty is two years.', start: 0, end: 26 }),
				],
				passagesText: '[1] Contract 0\nThe warranty is two years.',
				origins: ['document'],
				search: { ...search, fellBack: null, reranker: null, rerankFailure: null },
			},
		});
		expect(passages(outcome)[0]).not.toHaveProperty('scores');
	});

	test('tells the log what was asked, masked, where the operator stores questions', async () => {
		host = { ...host, searchQuestions: 'masked' };
		const question = `Has ana@example.com a warranty? Key ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
		const outcome = await retrieve({ ...into, resultExpression: '={hits: passages}' }, { question });
		expect(outcome).toMatchObject({ searched: { question: 'Has [EMAIL] a warranty? Key [SECRET]', documents: ['d0'] } });
	});

	test('puts words and vectors together as the designer chose, which is checked', async () => {
		const headers = { ...into, fusion: 'ranks', lexicalWeight: '2', denseWeight: '0.5' };
		expect(await retrieve(headers, { question: 'warranty' })).toMatchObject({ kind: 'complete' });
		for (const wrong of [{ fusion: 'places' }, { denseWeight: '0' }])
			expect(await retrieve({ ...headers, ...wrong }, { question: 'warranty' })).toMatchObject({
				kind: 'fail',
				message: expect.stringMatching(/fusion|weights/) as string,
			});
	});

	test('completes where nothing fits', async () => {
		expect(await retrieve({ ...into, mode: 'lexical' }, { question: 'zebra' })).toMatchObject({
			kind: 'complete',
			variables: { passages: [], passagesText: '' },
		});
	});

	test('a variable narrows the designer’s filter, and never widens it', async () => {
		const question = { question: 'the warranty, the parcel' };
		const ids = async (headers: object, variables: object) =>
			passages(await retrieve({ ...into, mode: 'lexical', ...headers }, { ...question, ...variables }))
				.map(({ documentId }) => documentId)
				.sort();
		expect(await ids({}, {})).toEqual(['d0', 'd1']);
		expect(await ids({}, { filter: { documentId: 'd1' } })).toEqual(['d1']);
		expect(await ids({ filter: '{"documentId": "d0"}' }, { filter: '{"documentId": {"$in": ["d0", "d1"]}}' })).toEqual(['d0']);
		expect(await ids({ filter: '{"documentId": "d0"}' }, { filter: { $or: [{ documentId: 'd1' }] } })).toEqual([]);
	});

	slowTest('hands on no more than an engine takes', async () => {
		await ingest(
			{ collection: 'long', chunking: 'whole', wantedTokens: '90000', maximumTokens: '100000' },
			texts(...Array.from({ length: 4 }, (_, index) => `warranty ${index} ${'x y '.repeat(80_000)}`)),
		);
		expect(await retrieve({ collection: 'long', top: '100', mode: 'lexical' }, { question: 'warranty' })).toMatchObject({
			kind: 'fail',
			retries: 0,
			message: expect.stringMatching(/^INPUT_TOO_LARGE: The result of the search/) as string,
		});
	});
});

test.each<[string, () => Promise<JobOutcome>, string]>([
	['no collection', () => ingest({}, texts('x')), 'Task "task" of process "contracts" does not name a collection'],
	['no document', () => ingest(into, {}), 'has no document'],
	['a document that is not the one meant', () => ingest({ ...into, from: 'url' }, { text: 'x' }), 'has no document'],
	['a document without content', () => ingest(into, { documents: [{ id: 'x' }] }), 'The knowledge task is not valid'],
	['no question', () => retrieve(into, {}), 'has no question'],
	['no such collection', () => retrieve(into, { question: 'x' }), 'KNOWLEDGE_NOT_FOUND'],
	['a filter that is not JSON', () => retrieve({ ...into, filter: '{' }, { question: 'x' }), 'has a header "filter" that is not JSON'],
	['a variable filter that is not JSON', () => retrieve(into, { question: 'x', filter: '{' }), 'has a variable "filter" that is not JSON'],
	['a filter of unknown operators', () => retrieve({ ...into, filter: '{"a": {"$x": 1}}' }, { question: 'x' }), 'FILTER_INVALID'],
])('is an incident at once with %s, which says what to do', async (_what, handle, message) => {
	expect(await handle()).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining(message) as string });
});

test('the workers ask the gate for their job types, and fetch only what they need', async () => {
	const opened: Array<[string, WorkerOptions]> = [];
	const engine = {
		openWorker: async (type: string, options: WorkerOptions) => {
			opened.push([type, options]);
			return { type, close: async () => undefined };
		},
	} as unknown as ProcessEngine;
	await openIngestWorker(engine, host);
	await openRetrieveWorker(engine, host);
	expect((host.gate as ReturnType<typeof openGate>).admitted).toEqual([
		{ kind: 'job-type', name: 'troupe:ingest' },
		{ kind: 'job-type', name: 'troupe:retrieve' },
	]);
	expect(opened.map(([type, { fetchVariables }]) => [type, fetchVariables])).toEqual([
		[
			'troupe:ingest',
			[
				...['collection', 'documents', 'url', 'text', 'documentId', 'title', 'source', 'metadata', 'origins', 'asker', 'conversationId'],
				'_troupe',
			],
		],
		['troupe:retrieve', ['collection', 'question', 'filter', 'asker', 'conversationId', '_troupe']],
	]);
});
