import { troupeHome } from '../../core/base/home';
import { isAtLeast, type Level } from '../../sandbox/levels/level';
import type { LevelMeasurement } from '../../sandbox/probes/measure-levels';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface CheckOptions {
	/** The level that the machine has to reach. */
	level: Level;
	json?: boolean;
}

/** Runs the probes at every level and prints what they showed. */
export async function runCheck({ level, json }: CheckOptions, terminal: Terminal): Promise<ExitCode> {
	const [{ measureMachine }, { findHighest, listOwed }, { describeEscapes }] = await Promise.all([
		import('../../sandbox/run/measured-machine'),
		import('../../sandbox/probes/measure-levels'),
		import('../../sandbox/report/report'),
	]);
	const { measured, measuredAt } = await measureMachine(troupeHome(terminal.environment), new Date());
	const reached = findHighest(measured);
	const levels = measured.map((one) => ({
		...one,
		owed: listOwed(one.level, one.results).length,
		notStopped: describeEscapes(one.results),
	}));
	if (json) terminal.print(JSON.stringify({ level: reached, measuredAt, levels }, undefined, 2));
	else {
		// A level that is reached replaces those below it.
		for (const one of levels)
			printLevel(isAtLeast(reached, one.level) && one.level !== reached ? { ...one, notStopped: [] } : one, terminal);
		terminal.print(`This machine isolates code at level ${reached}.`);
	}
	return isAtLeast(reached, level) ? 0 : 1;
}

interface PrintedLevel extends LevelMeasurement {
	owed: number;
	notStopped: Array<{ id: string; attempt: string; stoppedBy: Level }>;
}

function printLevel({ level, reached, results, owed, notStopped, blocker, fix }: PrintedLevel, terminal: Terminal): void {
	const stopped = results.filter((result) => result.stopped).length;
	const counts = results.length === 0 ? 'not available' : `${stopped} of ${results.length} attempts stopped; ${owed} have to be`;
	terminal.print(`${mark(reached, terminal)} ${level}: ${counts}`);
	if (blocker !== undefined) terminal.print(`    blocker: ${printable(blocker)}`);
	if (fix !== undefined) terminal.print(`    fix: ${printable(fix)}`);
	for (const { id, attempt, stoppedBy } of notStopped) terminal.print(`    ${attempt} (${id}); ${stoppedBy} stops it`);
}

const mark = (good: boolean, terminal: Terminal) => (good ? terminal.style('green', '✓') : terminal.style('red', '✗'));
