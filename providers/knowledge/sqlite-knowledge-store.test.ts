import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { extractQuestionWords } from '../../core/words/terms';
import { contentTables } from './contract/knowledge-stage.contract';
import { describeKnowledgeStore } from './knowledge-store.contract';
import { EmbeddedVectors } from './vectors/embedded-vectors';
import { openKnowledgeFile } from './database/knowledge-database';
import { writeStamp } from './generations/stamps';
import { ownVectors } from './vectors/own-vectors';
import { prepare, toVector, withVectors, wordsOnly } from '../../test/support/prepared-documents';
import { createSqlKnowledgeStore, openSqliteKnowledgeStore } from './sql-knowledge-store';
import { slowTest } from '../../test/support/slow-tests';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
	file = join(folder, 'home', 'knowledge.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeKnowledgeStore('SQLite', () =>
	Promise.resolve({
		open: (options) => openSqliteKnowledgeStore(file, options),
		countRows() {
			const database = new DatabaseSync(file, { readOnly: true });
			const count = (table: string) => Number(database.prepare(`select count(*) as rows from ${table}`).get()!.rows);
			const rows = contentTables.reduce((sum, table) => sum + count(table), 0);
			database.close();
			return Promise.resolve(rows);
		},
		close: () => Promise.resolve(),
	}),
);

slowTest(
	'lets others have their turn while one large document comes in, while its words are counted again, and while it is taken out',
	async () => {
		const store = await openSqliteKnowledgeStore(file);
		const collection = await store.open('handbook', wordsOnly);
		const document = prepare('large', Array.from({ length: 4_000 }, () => 'leave').join('\n\n'), { stamp: wordsOnly });
		expect(document.chunks.length).toBe(4_000);
		const turnsDuring = async (work: Promise<unknown>) => {
			let turns = 0;
			let done = false;
			const take = () => void (turns++, done || setImmediate(take));
			setImmediate(take);
			await work;
			done = true;
			return turns;
		};
		const stop = new AbortController();
		const stopped = collection.put([document], undefined, stop.signal);
		setImmediate(() => stop.abort());
		await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(await collection.documents({}, { limit: 1 })).toEqual([]);
		// As often as rows are written: words that nobody met before cost most.
		expect(await turnsDuring(collection.put([document]))).toBeGreaterThan(document.chunks.length / 500);
		// As where an earlier version had counted them.
		const database = new DatabaseSync(file);
		database.exec('update knowledge_collections set lexicon = lexicon - 1');
		database.close();
		expect(await turnsDuring(store.find('handbook'))).toBeGreaterThan(document.chunks.length / 16);
		expect(await turnsDuring(collection.remove({ ids: ['large'] }))).toBeGreaterThan(1);
		await store.close();
	},
);

describe('the file of the store', () => {
	it('that another version of Troupe cut is searched, and refused to be filled with what can be done about it', async () => {
		const store = await openSqliteKnowledgeStore(file);
		await (await store.open('handbook', wordsOnly)).put([prepare('leave', 'Thirty days of leave.', { stamp: wordsOnly })]);
		const cutBy = (by: number) => {
			const chunker = { ...wordsOnly.chunker, version: wordsOnly.chunker.version + by };
			const database = new DatabaseSync(file);
			database.prepare('update knowledge_collections set stamp = ?').run(writeStamp({ chunker }));
			database.close();
		};
		const ways: Array<[number, RegExp]> = [
			[-1, /earlier version .* re-embed it with its current embedder/],
			[1, /later version/],
		];
		for (const [by, fix] of ways) {
			cutBy(by);
			await expect((await store.find('handbook'))!.lexical(extractQuestionWords('leave'), 1)).resolves.toHaveLength(1);
			await expect(store.open('handbook', wordsOnly)).rejects.toMatchObject({
				code: 'KNOWLEDGE_STAMP_DIFFERS',
				fix: expect.stringMatching(fix),
			});
		}
		await expect(store.open('handbook', withVectors)).rejects.toMatchObject({ fix: expect.stringContaining('Use the settings') });
		await store.close();
	});

	it('is listed to its end also where an earlier version kept a longer id', async () => {
		const store = await openSqliteKnowledgeStore(file);
		const collection = await store.open('handbook', wordsOnly);
		await collection.put(['a', 'b', '語文'].map((id) => prepare(id, 'Leave.', { stamp: wordsOnly })));
		const former = 'b'.padEnd(900, '語');
		const database = new DatabaseSync(file);
		database.prepare('update knowledge_documents set id = ? where id = ?').run(former, 'b');
		database.close();
		const listed = await collection.documents({}, { limit: 2 });
		expect(listed.map(({ id }) => id)).toEqual(['a', former]);
		await expect(collection.documents({}, { limit: 2, after: former })).resolves.toMatchObject([{ id: '語文' }]);
		await expect(collection.documents({}, { limit: 2, after: 'a\0' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(collection.put([prepare(former, 'Leave.', { stamp: wordsOnly })])).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('900 characters and 2698 bytes, beginning with "b語'),
		});
		await store.close();
	});

	it('is for its owner alone', async () => {
		const store = await openSqliteKnowledgeStore(file);
		await store.open('handbook', withVectors);
		expect(statSync(join(folder, 'home')).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(join(folder, 'home'))) expect(statSync(join(folder, 'home', name)).mode & 0o777).toBe(0o600);
		await store.close();
	});

	it('holds nothing of what was removed, neither text nor words', async () => {
		const store = await openSqliteKnowledgeStore(file);
		const collection = await store.open('handbook', withVectors);
		await collection.put([prepare('secret', 'The zebrawood password.', { title: 'Quetzal' }), prepare('other', 'Plain.')]);
		const written = () =>
			readdirSync(join(folder, 'home'))
				.map((name) => readFileSync(join(folder, 'home', name), 'latin1').toLowerCase())
				.join();
		expect(written()).toContain('zebrawood');
		await collection.remove({ ids: ['secret'] });
		expect(written()).not.toMatch(/zebra|quetz|secret/);
		await store.close();
	});

	slowTest('takes a document with more words than are gathered at once, and gives all of them back', async () => {
		const paragraphs = Array.from(
			{ length: 2_500 },
			(_, part) => `first${part} ${Array.from({ length: 60 }, (__, word) => `w${part % 50}x${word}`).join(' ')}`,
		);
		const store = await openSqliteKnowledgeStore(file);
		const collection = await store.open('handbook', withVectors);
		await collection.put([prepare('long', paragraphs.join('\n\n'))]);
		for (const part of [0, 1_234, 2_499]) await expect(collection.lexical([[`first${part}`]], 5)).resolves.toHaveLength(1);
		await expect(collection.lexical([['w7x3']], 100)).resolves.toHaveLength(50);
		await collection.remove({});
		const database = new DatabaseSync(file, { readOnly: true });
		expect(database.prepare('select count(*) as rows from knowledge_words').get()).toEqual({ rows: 0 });
		database.close();
		await store.close();
	});

	slowTest('is searched with the same result where no memory is available', async () => {
		const documents = Array.from({ length: 900 }, (_, index) =>
			prepare(`d${index}`, Array.from({ length: 10 }, (__, part) => `${index}.${part}`).join('\n\n')),
		);
		const store = await openSqliteKnowledgeStore(file);
		const collection = await store.open('handbook', withVectors);
		await collection.put(documents);
		const poor = createSqlKnowledgeStore('sqlite', await openKnowledgeFile(file), ownVectors(new EmbeddedVectors(0)), {});
		const same = (await poor.find('handbook'))!;
		for (const question of ['one', 'two'])
			await expect(same.dense(toVector(question), 20)).resolves.toEqual(await collection.dense(toVector(question), 20));
		await poor.close();
		await store.close();
	});

	it.each([
		['is not a database', 'KNOWLEDGE_STORE_UNREACHABLE'],
		['was created by a later version', 'NOT_SUPPORTED'],
		['has the version number of a later schema', 'NOT_SUPPORTED'],
	])('is refused when it %s', async (what, code) => {
		await (await openSqliteKnowledgeStore(file)).close();
		if (what === 'is not a database') writeFileSync(file, 'x'.repeat(5_000));
		else {
			const database = new DatabaseSync(file);
			if (what === 'has the version number of a later schema') database.exec('PRAGMA user_version = 99');
			else database.exec("insert into knowledge_migration values ('9999-later', 'then')");
			database.close();
		}
		await expect(openSqliteKnowledgeStore(file)).rejects.toMatchObject({ code });
	});

	slowTest('says that it is damaged, and what to do, when a part of it was overwritten', async () => {
		const store = await openSqliteKnowledgeStore(file);
		const many = Array.from({ length: 200 }, (_, index) => prepare(`d${index}`, `Kettle ${index} boils.`));
		await (await store.open('handbook', withVectors)).put(many);
		await store.close();
		const bytes = readFileSync(file);
		writeFileSync(file, Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 0xff)]));
		const damaged = { code: 'KNOWLEDGE_STORE_UNREACHABLE', retryable: false, message: expect.stringContaining('damaged') };
		await expect(openSqliteKnowledgeStore(file)).rejects.toMatchObject({ ...damaged, fix: expect.stringContaining('backup') });
	});
});
