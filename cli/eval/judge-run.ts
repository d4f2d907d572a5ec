import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface JudgeOptions {
	json?: boolean;
}

/** Judges the live runs that wait. Services and workers do so by themselves; runs of the command line wait for this. */
export async function runJudge({ json }: JudgeOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'eval judge', terminal);
	const { judgeWaiting } = await import('../../providers/compose/evaluation/judge-waiting');
	const told = new Set<string>();
	const onFault = (fault: unknown) => {
		const lines = [`not judged: ${getErrorMessage(fault)}`, ...(isTroupeError(fault) && fault.fix ? [`fix: ${fault.fix}`] : [])];
		if (!told.has(lines[0]!)) lines.forEach((line) => terminal.note(printable(line)));
		told.add(lines[0]!);
	};
	const counts = await judgeWaiting(host, terminal.stop, { onFault });
	await host.published?.flush?.();
	const { passed, failed, budget, lost, released } = counts;
	if (json) terminal.print(JSON.stringify(counts));
	else terminal.print(`${passed + failed} judged: ${passed} passed, ${failed} failed`);
	if (budget > 0) terminal.note(`${budget} not judged: the budget is used up`);
	if (lost > 0) terminal.note(`${lost} not judged: the judge failed three times`);
	if (released > 0) terminal.note(`${released} wait for another try`);
	return released + lost > 0 ? 1 : 0;
}
