import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KnowledgeTaskResult } from '../../../core/knowledge/knowledge-task';
import { closeKnowledge } from './knowledge';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { runKnowledgeTask } from './knowledge-task';
import { slowTest } from '../../../test/support/slow-tests';

const dayMs = 86_400_000;
let now: number;
let host: KnowledgeHost & { stateFolder: string };
beforeEach(() => {
	now = 0;
	host = { stateFolder: mkdtempSync(join(tmpdir(), 'troupe-knowledge-task-')), providers: {}, clock: { now: () => now } };
});
afterEach(async () => {
	await closeKnowledge(host);
	rmSync(host.stateFolder, { recursive: true, force: true });
});
const never = new AbortController().signal;
const run = (task: object, signal = never): Promise<KnowledgeTaskResult> =>
	runKnowledgeTask({ collection: 'handbook', ...task }, host, signal);

const table = Buffer.from('name,city\nAna,Lisboa\nRui,Porto\n').toString('base64');
const documents = [
	{
		id: 'leave',
		title: 'Leave',
		text: '# Leave\nTwenty-five days of holidays a year.\n\n# Sickness\nCall before nine.',
		format: 'markdown',
	},
	{ name: 'people.csv', base64: table, metadata: { year: 2026 } },
	{ name: 'scan.bin', base64: Buffer.from([0, 1, 2, 3]).toString('base64') },
];
const ingest = () => run({ operation: 'ingest', documents });

slowTest('keeps texts and files, and finds the passage that answers', async () => {
	const states: string[] = [];
	const ingested = await runKnowledgeTask({ operation: 'ingest', collection: 'handbook', documents }, host, never, (event) => {
		if (event.kind === 'document') states.push(event.document.state);
	});
	expect(ingested).toMatchObject({
		documents: [
			{ id: 'leave', state: 'added' },
			{ id: 'people.csv', state: 'added' },
			{ state: 'failed', failure: 'unsupported_type' },
		],
		summary: { added: 2, failed: 1, embeddedChunks: 0 },
	});
	expect(states.sort()).toEqual(['added', 'added', 'failed']);
	await expect(run({ operation: 'search', question: 'how many holidays?', top: 1 })).resolves.toMatchObject({
		mode: 'lexical',
		fellBack: 'no_vectors',
		hits: [{ documentId: 'leave', title: 'Leave', text: expect.stringContaining('Twenty-five days') }],
	});
	await expect(run({ operation: 'search', question: 'Porto', filter: '{"year": {"$gte": 2026}}' })).resolves.toMatchObject({
		hits: [{ documentId: 'people.csv', text: expect.stringContaining('city') }],
	});
	await expect(run({ operation: 'ingest', documents: documents.slice(0, 2) })).resolves.toMatchObject({ summary: { unchanged: 2 } });
});

slowTest('lists with state, page by page', async () => {
	await ingest();
	const first = await run({ operation: 'list', limit: 2 });
	expect(first).toMatchObject({ documents: [{ id: 'leave', state: 'ready' }, { id: 'people.csv' }], next: 'people.csv' });
	const rest = await run({ operation: 'list', limit: 2, after: 'people.csv' });
	expect(rest).toMatchObject({ documents: [{ id: 'scan.bin', state: 'failed', failure: { failure: 'unsupported_type' } }] });
	expect(rest).not.toHaveProperty('next');
});

test('refuses a collection that was cut otherwise, and says the way out', async () => {
	await run({ operation: 'ingest', documents: documents.slice(0, 1) });
	const task = { operation: 'ingest', documents: [{ id: 'x', text: 'A text.' }], chunking: { method: 'whole' } };
	await expect(run(task)).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS', fix: expect.stringContaining('re-embed') });
	await expect(run({ operation: 'list', ids: ['x'] })).resolves.toMatchObject({ documents: [] });
});

slowTest('removes what is too old, what is named, and all when that is said', async () => {
	await ingest();
	now = 31 * dayMs;
	await run({ operation: 'ingest', documents: [{ id: 'young', text: 'A young text.' }] });
	await expect(run({ operation: 'retain', days: 30, dryRun: true })).resolves.toMatchObject({
		removed: ['leave', 'people.csv', 'scan.bin'],
	});
	await expect(run({ operation: 'delete', ids: ['leave', 'nobody'] })).resolves.toMatchObject({ removed: ['leave'] });
	await expect(run({ operation: 'retain', days: 30 })).resolves.toMatchObject({ removed: ['people.csv', 'scan.bin'] });
	await expect(run({ operation: 'statistics' })).resolves.toMatchObject({ collections: [{ name: 'handbook', documents: 1 }] });
	await expect(run({ operation: 'delete', all: true })).resolves.toMatchObject({ dropped: true });
	await expect(run({ operation: 'search', question: 'young' })).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
});

slowTest('says that its time was over, and whose wish it was to stop', async () => {
	const many = Array.from({ length: 1_000 }, (_, index) => ({ id: `d${index}`, text: 'A text of many words. '.repeat(2_000) }));
	await expect(run({ operation: 'ingest', documents: many, timeoutMs: 100 })).rejects.toMatchObject({
		code: 'KNOWLEDGE_TIMEOUT',
		retryable: true,
	});
	await expect(run({ operation: 'ingest', documents: many }, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('what a process sends has the process as its origin, in hits too', async () => {
	const task = { operation: 'ingest', collection: 'handbook', documents: [{ ...documents[0], source: 'https://trusted.example' }] };
	await runKnowledgeTask({ ...task, asker: ['person:eve'] }, { ...host, process: 'offers' }, never);
	await expect(run({ operation: 'list' })).resolves.toMatchObject({ documents: [{ writer: 'person:eve', origin: 'process:offers' }] });
	await expect(run({ operation: 'search', question: 'holidays' })).resolves.toMatchObject({
		hits: [{ source: 'https://trusted.example', origin: 'process:offers' }],
	});
});
