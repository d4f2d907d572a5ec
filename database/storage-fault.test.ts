import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { shareDatabase, type SharedDatabase } from './shared-database';
import { storageFault } from './storage-fault';

let folder: string;
let file: string;
let database: SharedDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-storage-'));
	file = join(folder, 'usage.db');
	database = shareDatabase({
		file,
		what: 'The usage of models',
		schema: 'CREATE TABLE IF NOT EXISTS call (text TEXT)',
		version: 1,
		timeoutMs: 20,
	});
});
afterEach(() => {
	database.close();
	rmSync(folder, { recursive: true, force: true });
});

const add = (text: string) => database.change((connection) => connection.sql('INSERT INTO call VALUES (?)').run(text));
/** Damages what the header does not describe. */
const scramble = () => writeFileSync(file, Buffer.alloc(8192, 0xab), { flag: 'r+' });

let closeOther = () => undefined as void;
afterEach(() => {
	closeOther();
	closeOther = () => undefined;
});

/** What each cause does to the file, and how it is reported. */
const causes: Array<[cause: string, happen: () => Promise<void>, report: object]> = [
	[
		'a full disk',
		() => database.use((connection) => connection.database.exec('PRAGMA max_page_count = 1')),
		{ code: 'STORAGE_FULL', retryable: true, fix: expect.stringContaining('Free space') as string },
	],
	[
		'a read-only file',
		() => database.use((connection) => connection.database.exec('PRAGMA query_only = ON')),
		{ code: 'STORAGE_READ_ONLY', fix: expect.stringContaining('permissions') as string },
	],
	[
		'a file that another process holds',
		async () => {
			await add('first');
			const other = new DatabaseSync(file);
			other.exec('BEGIN EXCLUSIVE');
			closeOther = () => other.close();
		},
		{ code: 'STORAGE_LOCKED', retryable: true },
	],
	[
		'a damaged file',
		async () => {
			await add('first');
			database.close();
			// Closes in the next turn.
			await setImmediate();
			scramble();
		},
		{ code: 'STORAGE_DAMAGED', retryable: false, fix: expect.stringContaining('troupe restore') as string },
	],
	[
		'a file of a later version',
		async () => {
			await database.use((connection) => connection.database.exec('PRAGMA user_version = 99'));
			database.close();
		},
		{
			code: 'NOT_SUPPORTED',
			fix: expect.stringContaining('intact') as string,
			details: { file: expect.any(String), found: 99, expected: 1 },
		},
	],
	['a path that is a folder', async () => mkdirSync(file), { code: 'STORAGE_UNREADABLE' }],
];

it.each(causes)('names %s, with a fix that keeps the data', async (_cause, happen, report) => {
	await happen();
	const fault = await add('x'.repeat(100_000)).catch((error: unknown) => error);
	expect(fault).toMatchObject({ message: expect.stringContaining(file) as string, ...report });
	expect((fault as { fix: string }).fix).not.toMatch(/delete|remove|start with|empty/i);
});

it.each([
	['EACCES', 'STORAGE_UNREADABLE'],
	['EROFS', 'STORAGE_READ_ONLY'],
	['ENOSPC', 'STORAGE_FULL'],
	['ENOTDIR', 'INPUT_INVALID'],
	['EMFILE', 'STORAGE_UNREADABLE'],
])('names what the file system reports as %s', (code, expected) => {
	const cause = Object.assign(new Error(code), { code });
	expect(storageFault({ file, what: 'The vault' }, 'opened', cause)).toMatchObject({ code: expected });
});
