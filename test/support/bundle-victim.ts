import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';

/**
 * A program of ours as plain JavaScript in the folder, because it runs outside the test runner; default: victim.ts.
 * @param external packages that cannot be bundled: the folder must be in the checkout, where the program finds them
 */
export function bundleVictim(folder: string, source = join(__dirname, '../kill/victim.ts'), external: string[] = []): string {
	const rolldown = join(__dirname, '../../node_modules/.bin/rolldown');
	const args = [
		rolldown,
		source,
		'--dir',
		folder,
		'--format',
		'cjs',
		'--platform',
		'node',
		...external.flatMap((name) => ['--external', name]),
	];
	const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 240_000 });
	if (status !== 0) throw new Error(stderr, { cause: error });
	return join(folder, basename(source).replace(/ts$/, 'js'));
}
