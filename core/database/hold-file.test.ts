import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdFile } from './hold-file';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-hold-'));
	file = join(folder, 'one.hold');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const hold = () => holdFile(file, 'PostgreSQL');

test('one at a time holds it, and the next one when that has let go', async () => {
	const letGo = await hold();
	expect(letGo).toBeDefined();
	expect(await hold()).toBeUndefined();
	await letGo!();
	expect(existsSync(file)).toBe(false);
	await (await hold())!();
});

test('a file that another process removed and made anew meanwhile is not held: its maker may hold that', async () => {
	const held = hold();
	rmSync(file);
	writeFileSync(`${file}.other`, '');
	writeFileSync(file, '');
	expect(await held).toBeUndefined();
	await (await hold())!();
});
