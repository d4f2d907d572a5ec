import { statSync } from 'node:fs';
import { startService } from '../processes.mjs';
import { elapsed } from '../progress.mjs';
import { checkout, environment } from '../setup.mjs';
import { LeftProcesses } from './left-processes.mjs';
import { readSpentSeconds } from './processor-time.mjs';
import { readSuiteResults } from './suite-results.mjs';

/** The seconds between jest's last result and its exit. */
const graceSeconds = 15;
/** Without output and without a finished test for this long, a part hangs. */
export const silenceSeconds = 5 * 60;

/**
 * Runs a command until it ends, hangs, or has its result and does not exit; then ends what it left running. It may take as long as it makes progress.
 * @param {string[]} args
 * @param {{ output: import('./part-output.mjs').PartOutput, signal: AbortSignal, resultFile?: string, env?: object, root?: string, command?: string, graceMs?: number, everySecond?: (tick: () => void) => () => void }} options
 * `resultFile`: of suite-reporter.mjs; `root`: default the checkout; `command`: default npm; `graceMs`: of `LeftProcesses`; `everySecond` returns a
 * function that ends it
 * @returns {Promise<{ code: number | null, hung?: string, lingered: boolean, left: string[], spent?: number }>} `left`: the command lines of the
 * processes that it left running; `spent`: seconds of a processor
 */
export async function runWatched(
	args,
	{ output, signal, resultFile, env, root = checkout, command = 'npm', graceMs, everySecond = tickEverySecond },
) {
	const left = new LeftProcesses();
	const color = process.stdout.isTTY && { FORCE_COLOR: '1' };
	const service = startService(command, args, {
		cwd: root,
		env: environment({ npm_config_loglevel: 'silent', TROUPE_TEST_RESULTS: resultFile, ...color, ...env, ...left.mark }),
		onOutput: (text) => output.print(text),
	});
	const stop = () => void service.stop();
	signal.addEventListener('abort', stop, { once: true });
	let hung;
	let lingered = false;
	const readProgress = () => `${output.length} ${(resultFile && statSync(resultFile, { throwIfNoEntry: false })?.size) ?? 0}`;
	const progress = { now: readProgress(), silentSeconds: 0 };
	// Counts seconds in which this process ran: a machine that slept made no part hang.
	const stopWatching = everySecond(() => {
		left.look(service.child.pid);
		const now = readProgress();
		Object.assign(progress, { now, silentSeconds: now === progress.now ? progress.silentSeconds + 1 : 0 });
		if (progress.silentSeconds === graceSeconds && resultFile && readSuiteResults(resultFile).complete) {
			lingered = true;
			output.say(`Jest has its result but does not exit, because a test left something open. Stopped after ${graceSeconds} s.`);
			void service.stop(0);
		} else if (progress.silentSeconds >= silenceSeconds && hung === undefined) {
			hung = `stopped after ${elapsed(silenceSeconds * 1000)} without progress`;
			stop();
		}
	});
	const { code } = await service.ended;
	stopWatching();
	signal.removeEventListener('abort', stop);
	const spent = readSpentSeconds();
	return { code, hung, lingered, left: hung || signal.aborted ? [] : await left.end(graceMs), spent };
}

function tickEverySecond(tick) {
	const timer = setInterval(tick, 1_000);
	return () => clearInterval(timer);
}
