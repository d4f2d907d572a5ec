import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ChromaClient } from 'chromadb';
import { contentTables } from '../../providers/knowledge/contract/knowledge-stage.contract';
import { describeKnowledgeStore } from '../../providers/knowledge/knowledge-store.contract';
import { openChromaKnowledgeStore, openSqliteKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { prepare, toVector, withVectors } from '../support/prepared-documents';
import { startChroma, type ChromaTestServer } from '../support/servers/chroma-server';
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

	const countRows = () => {
		const database = new DatabaseSync(file, { readOnly: true });
		const count = (table: string) => Number(database.prepare(`select count(*) as rows from ${table}`).get()!.rows);
		const rows = contentTables.reduce((sum, table) => sum + count(table), 0);
		database.close();
		return rows;
	};

	describeKnowledgeStore('Chroma, the catalogue in SQLite', () =>
		Promise.resolve({
			open: (options) => openChromaKnowledgeStore(chroma, file, options),
			countRows: async () => countRows() + (await chroma.countRecords()),
			close: () => Promise.resolve(),
		}),
	);

	const later = () => Date.now() + 3_600_000;
	const open = (options = {}) => openChromaKnowledgeStore(chroma, file, options);
	const leave = prepare('leave', 'Vacation is thirty days.\n\nParental leave is six months.', { metadata: { year: 2024, labels: ['hr'] } });
	const travel = prepare('travel', 'Hotels are booked by the office.');

	it('holds texts and metadata that other tools find, and no collection that is gone', async () => {
		const store = await open();
		const collection = await store.open('handbook', withVectors);
		await collection.put([leave, travel]);
		const [theirs] = await client.listCollections();
		const found = await theirs!.get({ where: { year: 2024 }, include: ['documents', 'metadatas'] });
		expect(found.documents.toSorted()).toEqual(leave.chunks.map(({ text }) => text).toSorted());
		expect(found.metadatas[0]).toMatchObject({ documentId: 'leave', labels: ['hr'], title: 'leave' });
		await store.drop('handbook');
		await expect(chroma.countCollections()).resolves.toBe(0);
		await store.close();
	});

	it('that does not answer is said so by what needs it; words are found without it, and nothing is kept by half', async () => {
		const store = await open();
		const collection = await store.open('handbook', withVectors);
		await collection.put([leave]);
		await chroma.stop();
		const unreachable = { code: 'KNOWLEDGE_STORE_UNREACHABLE', retryable: true, message: expect.stringContaining('127.0.0.1') };
		await expect(collection.put([travel])).rejects.toMatchObject(unreachable);
		await expect(collection.dense(toVector('x'), 5)).rejects.toMatchObject(unreachable);
		await expect(collection.lexical([['vacat']], 5)).resolves.toHaveLength(1);
		await expect(collection.documents({}, { limit: 5 })).resolves.toMatchObject([{ id: 'leave' }]);
		// Taken out of what is found at once; its vectors go when they can, and who removed it is told.
		await expect(collection.remove({})).rejects.toMatchObject(unreachable);
		await expect(collection.documents({}, { limit: 5 })).resolves.toEqual([]);
		await chroma.start();
		await expect(collection.remove({})).resolves.toEqual([]);
		await expect(chroma.countRecords()).resolves.toBe(0);
		await expect(collection.put([leave, travel])).resolves.toEqual(['added', 'added']);
		await expect(collection.dense(toVector('x'), 5)).resolves.toHaveLength(3);
		await store.close();
	});

	it('passes over what somebody brought who was killed before keeping it, and sweeps it', async () => {
		const store = await open();
		const collection = await store.open('handbook', withVectors);
		await collection.put([leave]);
		// What a process leaves that is killed between bringing vectors and keeping them.
		const database = new DatabaseSync(file);
		database.exec(
			"insert into knowledge_outside_vectors select tenant, generation, 'killed', 'travel', 'coming', 0, 1, since from knowledge_outside_vectors",
		);
		const [theirs] = await client.listCollections();
		await theirs!.add({ ids: ['killed.0'], embeddings: [[...toVector('x')]], metadatas: [{ documentId: 'travel' }] });
		const near = await collection.dense(toVector('x'), 5);
		expect(near.map(({ chunkId }) => chunkId).toSorted()).toEqual(leave.chunks.map(({ id }) => id).toSorted());
		await collection.put([travel]);
		await expect(chroma.countRecords()).resolves.toBe(4);
		const afterwards = await open({ leaseClock: later });
		await (await afterwards.find('handbook'))!.put([prepare('more', 'Everybody walks.')]);
		await expect(chroma.countRecords()).resolves.toBe(4);
		expect(database.prepare("select count(*) as rows from knowledge_outside_vectors where state <> 'kept'").get()).toEqual({ rows: 0 });
		database.close();
		await afterwards.close();
		await store.close();
	});

	it('keeps nothing whose vectors were swept while they came: they are brought again', async () => {
		const [slow, quick] = [await open(), await open({ leaseClock: later })];
		const collection = await slow.open('handbook', withVectors);
		const theirs = (await quick.find('handbook'))!;
		const many = Array.from({ length: 20 }, (_, index) => prepare(`d${index}`, `Kettle ${index} boils.`));
		// Whoever lives an hour later takes each delivery for one of somebody who was killed.
		const sweeping = async () => {
			for (let round = 0; round < 20; round++) await theirs.remove({ ids: ['nobody'] });
		};
		const putting = async () => {
			for (const document of many)
				for (;;)
					try {
						await collection.put([document]);
						break;
					} catch (fault) {
						expect(fault).toMatchObject({ code: 'STATE_CONFLICT', retryable: true });
					}
		};
		await Promise.all([sweeping(), putting()]);
		await expect(collection.dense(toVector('x'), 50)).resolves.toHaveLength(20);
		await expect(chroma.countRecords()).resolves.toBe(20);
		await slow.close();
		await quick.close();
	});

	it('that lost its data, or is another one, is said so, and re-embedding is the way out', async () => {
		const store = await open();
		const collection = await store.open('handbook', withVectors);
		await collection.put([leave]);
		const [theirs] = await client.listCollections();
		await client.deleteCollection({ name: theirs!.name });
		const lost = { code: 'KNOWLEDGE_STORE_UNREACHABLE', fix: expect.stringContaining('re-embed') };
		await expect(collection.dense(toVector('x'), 5)).rejects.toMatchObject(lost);
		await expect(collection.vectors(leave.chunks.map(({ id }) => id))).rejects.toMatchObject(lost);
		// Begun again it would be searched as if that were all; who knew it before is told as who comes now.
		await expect(collection.put([travel])).rejects.toMatchObject(lost);
		const later = await open();
		await expect((await later.find('handbook'))!.put([travel])).rejects.toMatchObject(lost);
		await later.close();
		await expect(chroma.countCollections()).resolves.toBe(0);
		await (await collection.shadow(withVectors)).put([leave]);
		await collection.swap();
		await expect(collection.dense(toVector('x'), 5)).resolves.toHaveLength(2);
		await store.close();
	});

	it('that lost some of its data is said so by a search that looks at all', async () => {
		const store = await open();
		const collection = await store.open('handbook', withVectors);
		await collection.put([leave, travel]);
		const [theirs] = await client.listCollections();
		await theirs!.delete({ where: { documentId: 'travel' } });
		await expect(collection.dense(toVector('x'), 5)).rejects.toMatchObject({ fix: expect.stringContaining('re-embed') });
		await store.close();
	});

	it('of another tenant or database than it has is said so', async () => {
		const store = await openChromaKnowledgeStore({ url: chroma.url, database: 'nowhere' }, file);
		const put = (await store.open('handbook', withVectors)).put([leave]);
		await expect(put).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('"nowhere"') });
		await expect(store.list()).resolves.toMatchObject([{ documents: 0 }]);
		await store.close();
	});

	it('and the embedded store refuse the vectors of each other, and re-embedding carries a collection over', async () => {
		const store = await open();
		await (await store.open('handbook', withVectors)).put([leave]);
		const embedded = await openSqliteKnowledgeStore(file);
		const collection = (await embedded.find('handbook'))!;
		const elsewhere = { code: 'STATE_CONFLICT', message: expect.stringContaining('are in Chroma') };
		await expect(collection.dense(toVector('x'), 5)).rejects.toMatchObject(elsewhere);
		await expect(collection.put([travel])).rejects.toMatchObject(elsewhere);
		await expect(collection.lexical([['vacat']], 5)).resolves.toHaveLength(1);
		await (await collection.shadow(withVectors)).put([leave]);
		await collection.swap();
		await expect(collection.dense(toVector('x'), 5)).resolves.toHaveLength(2);
		const back = (await store.find('handbook'))!;
		await expect(back.dense(toVector('x'), 5)).rejects.toMatchObject({ message: expect.stringContaining("catalogue's database") });
		// The next change by who knows Chroma takes away what is left there.
		await back.remove({ ids: ['nobody'] });
		await expect(chroma.countCollections()).resolves.toBe(0);
		await embedded.close();
		await store.close();
	});

	it.each(['ftp://example.com', 'http://example.com/chroma', 'http://user:secret@example.com', 'example.com:8000'])(
		'is not asked at %s, and no secret is told',
		async (url) => {
			const refused = openChromaKnowledgeStore({ url }, file);
			await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID' });
			await expect(refused).rejects.not.toThrow(/secret/);
		},
	);

	it('is given the token in both headers that servers and proxies ask for, and says when it does not let us in', async () => {
		const asked: Array<Record<string, unknown>> = [];
		const gate = createServer(({ headers }, response) => {
			asked.push(headers);
			response.writeHead(401).end('{}');
		}).listen(0, '127.0.0.1');
		await once(gate, 'listening');
		const url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
		const store = await openChromaKnowledgeStore({ url, token: 'hunter2' }, file);
		const put = (await store.open('handbook', withVectors)).put([leave]);
		await expect(put).rejects.toMatchObject({
			code: 'KNOWLEDGE_STORE_UNREACHABLE',
			retryable: false,
			fix: expect.stringContaining('TROUPE_CHROMA_TOKEN'),
		});
		await expect(put).rejects.not.toThrow(/hunter2/);
		expect(asked[0]).toMatchObject({ 'x-chroma-token': 'hunter2', authorization: 'Bearer hunter2' });
		await store.close();
		gate.close();
	});
});
