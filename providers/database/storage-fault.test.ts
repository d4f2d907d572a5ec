import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { everyTenant, openStateDatabase, type StateDatabase } from './state-database';
import { serverFault, storageFault } from './storage-fault';

let folder: string;
let file: string;
let database: StateDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-storage-'));
	file = join(folder, 'usage.db');
	const schema = 'CREATE TABLE IF NOT EXISTS call (text TEXT)';
	database = openStateDatabase(file, { name: 'calls', what: 'The usage of models', schema, version: 1, tables: {} }, { timeoutMs: 20 });
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true, force: true });
});

const run = (sql: string, ...values: string[]) => database.change(everyTenant, (connection) => connection.run(sql, ...values));
const add = (text: string) => run('INSERT INTO call VALUES (?)', text);
/** Damages what the header does not describe. */
const scramble = () => writeFileSync(file, Buffer.alloc(8192, 0xab), { flag: 'r+' });

let closeOther = () => undefined as void;
afterEach(() => {
	closeOther();
	closeOther = () => undefined;
});

/** What each cause does to the file, and how it is reported. */
const causes: Array<[cause: string, happen: () => Promise<unknown>, report: object]> = [
	[
		'a full disk',
		() => run('PRAGMA max_page_count = 1'),
		{ code: 'STORAGE_FULL', retryable: true, fix: expect.stringContaining('Free space') as string },
	],
	[
		'a read-only file',
		() => run('PRAGMA query_only = ON'),
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
			await database.close();
			scramble();
		},
		{ code: 'STORAGE_DAMAGED', retryable: false, fix: expect.stringContaining('troupe restore') as string },
	],
	[
		'a file of a later version',
		async () => {
			await run('PRAGMA user_version = 99');
			await database.close();
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

it.each([
	// A stall of this process or the network, in the middle of a transaction.
	['25P03', 'STORAGE_UNREACHABLE', true],
	['25P04', 'STORAGE_UNREACHABLE', true],
	['57P05', 'STORAGE_UNREACHABLE', true],
	['57014', 'STORAGE_LOCKED', true],
	['55006', 'STORAGE_LOCKED', true],
	['40001', 'STORAGE_LOCKED', true],
	['40P01', 'STORAGE_LOCKED', true],
	['53100', 'STORAGE_FULL', true],
	['53300', 'STORAGE_UNREACHABLE', true],
	['58030', 'STORAGE_UNREADABLE', true],
	['XX001', 'STORAGE_DAMAGED', false],
	['28P01', 'STORAGE_UNREADABLE', false],
	// The statement is wrong.
	['42601', 'INTERNAL', false],
	['23505', 'INTERNAL', false],
])('says of SQLSTATE %s what it is, and whether it passes', (code, expected, retryable) => {
	const cause = Object.assign(new Error('the server said so'), { code });
	expect(serverFault({ where: 'db:5432', what: 'The mailbox' }, 'used', cause)).toMatchObject({ code: expected, retryable });
});

it.each([
	[5, 'STORAGE_LOCKED', true],
	[261, 'STORAGE_LOCKED', true],
	[7, 'STORAGE_LOCKED', true],
	[15, 'STORAGE_LOCKED', true],
	[17, 'STORAGE_LOCKED', true],
	[22, 'STORAGE_FULL', true],
	[778, 'STORAGE_UNREADABLE', true],
	[267, 'STORAGE_DAMAGED', false],
	[1, 'INTERNAL', false],
	[2067, 'INTERNAL', false],
])('says of result code %d of SQLite what it is, and whether it passes', (errcode, expected, retryable) => {
	const cause = Object.assign(new Error('SQLite said so'), { errcode });
	expect(storageFault({ file, what: 'The vault' }, 'used', cause)).toMatchObject({ code: expected, retryable });
});
