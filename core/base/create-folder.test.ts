import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolder } from './create-folder';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-make-folder-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('creates a folder and those above it, for the given users alone, and leaves those that exist', () => {
	const path = join(folder, 'a', 'b', 'c');
	createFolder(path, 0o700);
	createFolder(path, 0o755);
	for (const each of [path, join(folder, 'a')]) expect(statSync(each).mode & 0o777).toBe(0o700);
	mkdirSync(join(folder, 'real'));
	symlinkSync(join(folder, 'real'), join(folder, 'link'));
	createFolder(join(folder, 'link'));
	createFolder(join(folder, 'link', 'below'));
	expect(statSync(join(folder, 'real', 'below')).isDirectory()).toBe(true);
});

it('ends where nothing can be created: in /proc, below a file, after a link to nowhere', () => {
	writeFileSync(join(folder, 'file'), '');
	symlinkSync(join(folder, 'nowhere', 'at', 'all'), join(folder, 'link'));
	for (const path of ['/proc/troupe', '/proc/troupe/a/b'])
		expect(() => createFolder(path)).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining('TROUPE_HOME') }),
		);
	for (const path of [join(folder, 'file'), join(folder, 'file', 'a'), join(folder, 'link', 'a')])
		expect(() => createFolder(path)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(EEXIST|ENOTDIR)$/) }));
});
