import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Random } from '../../../test/contract/random/random';
import { compact, compactFile } from './compact-file';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-compact-'));
	file = join(folder, 'state.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes and removes rows of people as a service does. @returns the names of those who were removed and whose bytes are still in the file */
function fill(connection: DatabaseSync): () => string[] {
	connection.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)');
	connection.exec('CREATE INDEX note_by_words ON note (words)');
	const random = new Random(7);
	const [write, remove] = [
		connection.prepare('INSERT OR REPLACE INTO note VALUES (?, ?)'),
		connection.prepare('DELETE FROM note WHERE id = ?'),
	];
	const kept = new Map<number, string>();
	const removed: string[] = [];
	for (let step = 0; step < 2_000; step++) {
		const id = random.between(1, 600);
		if (kept.has(id)) removed.push(kept.get(id)!);
		kept.delete(id);
		remove.run(id);
		if (step % 3 === 0) continue;
		kept.set(id, `person-${step}-of-${id}.`);
		write.run(id, `${kept.get(id)}${'x'.repeat(random.between(0, 700))}`);
	}
	return () => {
		const bytes = readFileSync(file, 'latin1');
		return removed.filter((name) => bytes.includes(name));
	};
}

it('leaves no copy of a removed row, also where SQLite had moved it (go-gitea/gitea#35826, oxen-io/session-desktop#1595)', async () => {
	const connection = new DatabaseSync(file);
	const find = fill(connection);
	connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	// secure_delete alone does not do it: else this file would need no compaction.
	expect(find().length).toBeGreaterThan(0);
	expect(await compactFile(file)).toBe(true);
	expect(find()).toEqual([]);
	expect(readFileSync(`${file}-wal`)).toHaveLength(0);
	expect(connection.prepare('SELECT count(*) AS count FROM note').get()).toEqual({ count: expect.any(Number) as number });
	connection.close();
});

slowTest('leaves a file that is too large as it is, and says so', async () => {
	const connection = new DatabaseSync(file);
	const find = fill(connection);
	connection.close();
	const before = find();
	expect(await compactFile(file, 1_000)).toBe(false);
	expect(find()).toEqual(before);
});

it('waits for a transaction of another connection of its process', async () => {
	const connection = new DatabaseSync(file);
	fill(connection);
	connection.exec('BEGIN IMMEDIATE');
	const compacted = compactFile(file);
	setTimeout(() => connection.exec('COMMIT'), 50);
	expect(await compacted).toBe(true);
	connection.close();
});

slowTest('is rewritten once while another connection reads, whose journal would grow by the file each time', async () => {
	const connection = new DatabaseSync(file);
	const find = fill(connection);
	connection.exec('PRAGMA wal_checkpoint(TRUNCATE); BEGIN');
	connection.prepare('SELECT count(*) FROM note').get();
	const { size } = statSync(file);
	const compacted = compactFile(file);
	let journal = 0;
	setTimeout(() => {
		journal = statSync(`${file}-wal`).size;
		connection.exec('COMMIT');
	}, 300);
	expect(await compacted).toBe(true);
	expect(journal).toBeLessThan(2 * size);
	expect(find()).toEqual([]);
	connection.close();
});

it('leaves a file as it is for which there is no room, unless somebody asked for that alone', async () => {
	const connection = new DatabaseSync(file);
	fill(connection);
	const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
	jest.spyOn(connection, 'exec').mockImplementation(() => {
		throw full;
	});
	expect(compact(connection)).toBe(false);
	expect(() => compact(connection, Infinity)).toThrow(full);
	connection.close();
});

it('has nothing to do where there is no file, and creates none', async () => {
	expect(await compactFile(file)).toBe(true);
	expect(() => readFileSync(file)).toThrow('ENOENT');
});
