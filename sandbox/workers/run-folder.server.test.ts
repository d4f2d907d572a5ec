import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createRunFolder, sweepRunFolders } from './run-folder';

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'troupe-run-folders-'))));
afterEach(() => rmSync(parent, { recursive: true }));

it('removes the folders of a process that was killed, and no others', async () => {
	const own = createRunFolder(parent);
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
	const left = join(parent, basename(own).replace(`-${process.pid}-`, `-${child.pid}-`));
	renameSync(createRunFolder(parent), left);
	writeFileSync(join(left, 'script.js'), '1');
	const foreign = join(parent, basename(left).replace(/sandbox-\d+-/, 'sandbox-1-'));
	mkdirSync(foreign);
	mkdirSync(join(parent, 'troupe-sandbox-notes'));
	sweepRunFolders(parent);
	expect(existsSync(left)).toBe(true);
	child.kill('SIGKILL');
	await once(child, 'exit');
	sweepRunFolders(parent);
	expect([left, own, foreign, join(parent, 'troupe-sandbox-notes')].map(existsSync)).toEqual([false, true, true, true]);
});
