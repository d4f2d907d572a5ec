import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MachineTask } from './run-machine';

/** Bundles processes/run-machine.ts, inside the project: an agent's host looks for its package. */
export function bundleMachine(): { spawnMachine(task: MachineTask): ChildProcess; remove(): void } {
	const root = resolve(__dirname, '../../..');
	const folder = join(root, `build/run-machine-${process.pid}`);
	const source = join(root, 'test/support/processes/run-machine.ts');
	const args = [join(root, 'node_modules/.bin/rolldown'), source, '--dir', folder, '--format', 'cjs', '--platform', 'node'];
	const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
	if (status !== 0) throw new Error(stderr, { cause: error });
	return {
		spawnMachine: (task) =>
			spawn(process.execPath, ['--no-warnings', join(folder, 'run-machine.js'), JSON.stringify(task)], {
				stdio: ['ignore', 'pipe', 'inherit'],
			}),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
