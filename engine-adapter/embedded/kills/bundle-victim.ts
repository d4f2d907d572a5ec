import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** victim.ts as plain JavaScript in the folder, because it runs outside the test runner. */
export function bundleVictim(folder: string): string {
	const rolldown = join(__dirname, '../../../node_modules/.bin/rolldown');
	const args = [rolldown, join(__dirname, 'victim.ts'), '--dir', folder, '--format', 'cjs', '--platform', 'node'];
	const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return join(folder, 'victim.js');
}
