import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';

/** A program of ours as plain JavaScript in the folder, because it runs outside the test runner; default: victim.ts. */
export function bundleVictim(folder: string, source = join(__dirname, 'victim.ts')): string {
	const rolldown = join(__dirname, '../../../node_modules/.bin/rolldown');
	const args = [rolldown, source, '--dir', folder, '--format', 'cjs', '--platform', 'node'];
	const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
	if (status !== 0) throw new Error(stderr, { cause: error });
	return join(folder, basename(source).replace(/ts$/, 'js'));
}
