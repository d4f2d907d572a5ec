import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ChromaClient } from 'chromadb';
import { describeKnowledgeStore } from '../../providers/knowledge/knowledge-store.contract';
import { openChromaKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { knowledgeTables } from '../../providers/knowledge/tables';
import { startChroma, type ChromaTestServer } from '../../sandbox/chroma-server';
import { onChroma } from './chroma';

onChroma('Chroma', (python) => {
	let chroma: ChromaTestServer;
	let folder: string;
	let file: string;
	let client: ChromaClient;
	beforeAll(async () => {
		chroma = await startChroma(python);
		const { hostname: host, port } = new URL(chroma.url);
		client = new ChromaClient({ host, port: Number(port) });
	});
	afterAll(() => chroma.remove());
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
		file = join(folder, 'knowledge.db');
	});
	afterEach(async () => {
		for (const { name } of await client.listCollections()) await client.deleteCollection({ name });
		rmSync(folder, { recursive: true, force: true });
	});

	const countRecords = async () => {
		let records = 0;
		for (const collection of await client.listCollections()) records += await collection.count();
		return records;
	};
	const countRows = () => {
		const database = new DatabaseSync(file, { readOnly: true });
		const count = (table: string) => Number(database.prepare(`select count(*) as rows from ${table}`).get()!.rows);
		const rows = knowledgeTables.own.reduce((sum, table) => sum + count(table), 0);
		database.close();
		return rows;
	};

	describeKnowledgeStore('Chroma, the catalogue in SQLite', () =>
		Promise.resolve({
			open: (options) => openChromaKnowledgeStore(chroma, file, options),
			countRows: async () => countRows() + (await countRecords()),
			close: () => Promise.resolve(),
		}),
	);
});
