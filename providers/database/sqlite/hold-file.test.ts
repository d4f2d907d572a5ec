import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdFile } from './hold-file';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-hold-'));
	file = join(folder, 'one.hold');
});
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});
const hold = () => holdFile(file, 'PostgreSQL');

test('one at a time holds it, and the next one when that has let go', async () => {
	const letGo = await hold();
	expect(letGo).toBeDefined();
	expect(await hold()).toBeUndefined();
	await letGo!();
	expect(existsSync(file)).toBe(false);
	await (await hold())!();
});

test('an empty file that was left holds nobody back', async () => {
	writeFileSync(file, '');
	await (await hold())!();
	expect(existsSync(file)).toBe(false);
});

test('it stays held for other processes while this one asks for it once more', async () => {
	const letGo = (await hold())!;
	expect(await hold()).toBeUndefined();
	const ask = `const file = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
		try { file.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE'); console.log('held') } catch ({ errcode }) { console.log(errcode) }`;
	expect(execFileSync(process.execPath, ['--no-warnings', '-e', ask, file]).toString().trim()).toBe('5');
	await letGo();
});

test('a file that was removed and made again between opening and locking it is not held: its maker may hold that', async () => {
	const letGo = (await hold())!;
	const execute = DatabaseSync.prototype.exec;
	let third: DatabaseSync | undefined;
	jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, statements) {
		if (!third && statements.includes('EXCLUSIVE')) {
			void letGo();
			third = new DatabaseSync(file);
			execute.call(third, 'BEGIN EXCLUSIVE');
		}
		return execute.call(this, statements);
	});
	expect(await hold()).toBeUndefined();
	third!.close();
	await (await hold())!();
});

test('it is let go of where its file cannot be removed', async () => {
	const letGo = (await hold())!;
	// As where the system removes no file that is open.
	rmSync(file);
	mkdirSync(file);
	await letGo();
});
