import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FileWriter } from './file-writer';

let folder: string;
let file: string;
let database: DatabaseSync;
let writer: FileWriter;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-writer-'));
	file = join(folder, 'notes.db');
	database = new DatabaseSync(file);
	database.exec('PRAGMA journal_mode = WAL; CREATE TABLE note (text TEXT PRIMARY KEY)');
	writer = new FileWriter({ file, what: 'The notes' }, 100);
});
afterEach(async () => {
	await writer.close();
	if (database.isOpen) database.close();
	rmSync(folder, { recursive: true });
});

const add = (...texts: string[]) => ({ sql: 'INSERT INTO note VALUES (?)', rows: texts.map((text) => [text]) });
const notes = () =>
	database
		.prepare('SELECT text FROM note ORDER BY text')
		.all()
		.map(({ text }) => text);

it('has written what it answers for, several statements together', async () => {
	await Promise.all([writer.write(add('a', 'b')), writer.write({ sql: 'DELETE FROM note WHERE text = ?', rows: [['a']] }, add('c'))]);
	expect(notes()).toEqual(['b', 'c']);
});

it('applies all of a change or nothing, and goes on', async () => {
	await expect(writer.write(add('a', 'b', 'a'))).rejects.toMatchObject({ message: expect.stringContaining('The notes in') as string });
	expect(notes()).toEqual([]);
	await writer.write(add('c'));
	expect(notes()).toEqual(['c']);
});

it('says that another process has the file, and writes when that has let go', async () => {
	database.exec('BEGIN IMMEDIATE');
	await expect(writer.write(add('a'))).rejects.toMatchObject({ code: 'STORAGE_LOCKED', retryable: true });
	database.exec('ROLLBACK');
	await writer.write(add('a'));
	expect(notes()).toEqual(['a']);
});

it('writes what it was given before it was closed, and starts again', async () => {
	const writing = writer.write(add('a'));
	await writer.close();
	await writing;
	await writer.write(add('b'));
	expect(notes()).toEqual(['a', 'b']);
});

it('fails where it cannot open the file, and tries again with the next change', async () => {
	const away = `${folder}-away`;
	database.close();
	renameSync(folder, away);
	await expect(writer.write(add('a'))).rejects.toMatchObject({ code: 'STORAGE_UNREADABLE', retryable: true });
	renameSync(away, folder);
	await writer.write(add('a'));
	database = new DatabaseSync(file);
	expect(notes()).toEqual(['a']);
});
