import { spawnSync } from 'node:child_process';
import { findPromtool } from '../../../scripts/lib/promtool.mjs';
import { slowTest } from '../slow-tests';

const program = findPromtool();

/** A test that asks Prometheus's own promtool. Skipped, and says so, where this machine has none: the slow tests fetch it. */
export const promtoolTest = (title: string, run: () => unknown, test: typeof slowTest = it): void =>
	program
		? test(title, async () => void (await run()))
		: it.skip(`${title} (skipped: there is no promtool on this machine)`, () => undefined);

/** One that takes long. */
export const slowPromtoolTest = (title: string, run: () => unknown): void => promtoolTest(title, run, slowTest);

/** Runs it, and returns its exit code with everything that it said. */
export function promtool(args: string[], input?: string): { code: number | null; said: string } {
	const { status, stdout, stderr } = spawnSync(program!, args, { input, encoding: 'utf8' });
	return { code: status, said: `${stdout}${stderr}` };
}
