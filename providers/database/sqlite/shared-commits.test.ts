import { DatabaseSync } from 'node:sqlite';
import { KeyedMutex } from '../keyed-mutex';
import { SharedCommits } from './shared-commits';

let database: DatabaseSync;
let commits: SharedCommits;
let transactions: number;
beforeEach(() => {
	database = new DatabaseSync(':memory:');
	database.exec('CREATE TABLE note (text TEXT PRIMARY KEY)');
	transactions = 0;
	const turns = new KeyedMutex();
	commits = new SharedCommits(database, (act) =>
		turns.take('file', () => {
			transactions += 1;
			return act();
		}),
	);
});
afterEach(() => database.isOpen && database.close());

const note = (text: string, synced = true) =>
	commits.add(async () => Number(database.prepare('INSERT INTO note VALUES (?)').run(text).changes), synced);
const notes = () =>
	database
		.prepare('SELECT text FROM note ORDER BY rowid')
		.all()
		.map(({ text }) => text);

it('commits changes together that wait for each other, in their order', async () => {
	const results = await Promise.all(Array.from({ length: 50 }, (_, index) => note(String(index))));
	expect(results).toEqual(Array.from({ length: 50 }, () => 1));
	expect(notes()).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
	expect(transactions).toBe(1);
});

it('undoes what fails, and nothing else', async () => {
	const failing = commits.add(async () => {
		database.exec("INSERT INTO note VALUES ('half')");
		throw new Error('stopped in the middle');
	}, true);
	const ended = await Promise.allSettled([note('one'), failing, note('one'), note('two')]);
	expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
	expect(notes()).toEqual(['one', 'two']);
});

it('undoes a change that is alone in its transaction', async () => {
	const failing = commits.add(async () => {
		database.exec("INSERT INTO note VALUES ('half')");
		throw new Error('stopped in the middle');
	}, false);
	await expect(failing).rejects.toThrow('stopped in the middle');
	expect([notes(), database.isTransaction]).toEqual([[], false]);
});

it('fails all when the transaction fails, as on a full disk', async () => {
	const rolledBack = commits.add(async () => {
		database.exec('ROLLBACK');
		throw new Error('database or disk is full');
	}, true);
	const ended = await Promise.allSettled([note('one'), rolledBack, note('two')]);
	expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
	expect(notes()).toEqual([]);
	await note('three');
	expect(notes()).toEqual(['three']);
});

it('takes more than one transaction for very many, and refuses what comes after the end', async () => {
	await Promise.all(Array.from({ length: 300 }, (_, index) => note(String(index))));
	expect(transactions).toBe(3);
	database.close();
	await expect(note('late')).rejects.toThrow(/not open/);
});
