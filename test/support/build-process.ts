import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds a script of `test/support/processes`, so that tests start it as a process of its own. */
export function buildProcess(name: string): { script: string; remove(): void } {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-process-'));
	const root = join(__dirname, '../..');
	const source = join(root, 'test/support/processes', `${name}.ts`);
	const args = [join(root, 'node_modules/.bin/rolldown'), source, '--dir', folder, '--format', 'cjs', '--platform', 'node'];
	const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
	if (status !== 0) throw new Error(stderr, { cause: error });
	return { script: join(folder, `${name}.js`), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
