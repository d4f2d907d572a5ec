import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../../../core/base/is-running';
import { ok, skipped, warn, type Check } from '../../check';
import { ifThere } from '../if-there';

/** The lock itself is SQLite's, which ends with its process. This file tells others who holds it. */
export const engineLockCheck: Check = {
	id: 'engine-lock',
	looksAt: 'engine.db.lock, which names the process of the embedded engine',
	async look({ home }) {
		const file = join(home, 'engine.db.lock');
		const text = await ifThere(readFile(file, 'utf8'));
		if (text === undefined) return [skipped('No process of this home runs the embedded engine.')];
		const { pid, since } = parseHolder(text);
		if (pid !== undefined && isRunning(pid)) return [ok(`The process ${pid} runs the embedded engine since ${since}.`)];
		return [
			warn(
				`${file} was left by ${pid === undefined ? 'a process' : `the process ${pid}`} that ended without closing the engine. Its state is intact: every change is on disk before it is acknowledged.`,
				'Start `troupe serve` again, which continues where it stopped. If it runs in another container or on another machine, ignore this.',
			),
		];
	},
};

function parseHolder(text: string): { pid?: number; since?: string } {
	try {
		return JSON.parse(text) as { pid?: number; since?: string };
	} catch {
		return {}; // It was killed while it wrote.
	}
}
