/** Documents whose meaning is far from that of the others are found, also in the first ingestion and by a re-embedding. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentReader, SourceDocument } from '../../ports/knowledge/document-reader';
import type { KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { StampedEmbedder } from '../../ports/models/models';
import { ingestDocuments, type IngestOptions } from '../ingest/ingest-documents';
import { openForIngestion } from '../ingest/open-collection';
import { reembedCollection } from '../re-embed/reembed-collection';
import { slowTest } from '../../../test/support/slow-tests';

const never = new AbortController().signal;
const stamp: EmbeddingStamp = { model: 'test:odd', dimensions: 4, maximumTokens: 256 };
/** Vectors around one direction, and those of odd texts in another. */
const embedder: StampedEmbedder = {
	id: stamp.model,
	stamp: () => Promise.resolve(stamp),
	embed: (texts: string[]) =>
		Promise.resolve({
			vectors: texts.map((text) => {
				const number = Number(/\d+/.exec(text)?.[0] ?? 0);
				const parts = text.includes('odd') ? [0, 0, 0, 1] : [1, 0.5 * Math.sin(number), 0.5 * Math.cos(number), 0];
				const length = Math.hypot(...parts);
				return Float32Array.from(parts, (part) => part / length);
			}),
		}) as never,
};
const say = (id: string, text: string): SourceDocument => ({
	id,
	load: () => Promise.resolve({ kind: 'text', text, format: 'plain' }),
});
const alike = (count: number) => Array.from({ length: count }, (_, at) => say(`a${at}`, `The machine number ${at} is in stock.`));
const odd = ['o1', 'o2', 'o3'].map((id) => say(id, `An odd text: ${id}.`));

let folder: string;
let store: KnowledgeStore;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-odd-'));
	store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

async function ingest(sources: SourceDocument[], options: IngestOptions = {}, by?: StampedEmbedder): Promise<string[]> {
	const collection = await openForIngestion(store, { name: 'shop', ...(by && { embedding: stamp }) });
	const flagged: string[] = [];
	await ingestDocuments(sources, options, { collection, reader: {} as DocumentReader, embedder: by, now: Date.now }, never, (event) => {
		if (event.kind === 'document' && event.document.state !== 'failed' && event.document.outliers) flagged.push(event.document.id);
	});
	return flagged;
}
const quarantined = async () => {
	const documents = await (await store.find('shop'))!.documents({}, { limit: 500 });
	return documents.filter((document) => document.quarantined !== undefined).map(({ id }) => id);
};

slowTest.each<[string, SourceDocument[]]>([
	['at the end', [...alike(300), ...odd]],
	['in a small one', [...alike(57), ...odd]],
	['at the beginning', [...odd, ...alike(300)]],
])('in a first ingestion, %s (dynatrace-oss/unguard#169)', async (_, sources) => {
	expect(await ingest(sources, { outliers: 'quarantine' }, embedder)).toEqual(['o1', 'o2', 'o3']);
	expect(await quarantined()).toEqual(['o1', 'o2', 'o3']);
});

slowTest('in a later one, also where the collection was too small before', async () => {
	expect(await ingest(alike(30), {}, embedder)).toEqual([]);
	expect(await ingest([...alike(60).slice(30), ...odd], {}, embedder)).toEqual(['o1', 'o2', 'o3']);
});

slowTest('by a re-embedding of documents that had no vectors', async () => {
	expect(await ingest([...alike(70), ...odd])).toEqual([]);
	expect(await reembedCollection('shop', {}, { store, embedder }, never)).toMatchObject({ changed: true, outliers: ['o1', 'o2', 'o3'] });
});
