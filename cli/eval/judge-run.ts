import { judgeWaitingRuns } from '../../service/operations/evaluations/judge-runs';
import { admitCommand, openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface JudgeOptions {
	json?: boolean;
}

/** Judges the live runs that wait. Services and workers do so by themselves; runs of the command line wait for this. */
export async function runJudge({ json }: JudgeOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const openAdmitted = async () => {
		const host = await open(terminal);
		await admitCommand(host, 'eval judge', terminal);
		return host as Judging;
	};
	const { faults, ...counts } = await callOperation(judgeWaitingRuns, {}, terminal, openAdmitted);
	for (const { message, fix } of faults)
		for (const line of [`not judged: ${message}`, ...(fix === undefined ? [] : [`fix: ${fix}`])]) terminal.note(printable(line));
	const { passed, failed, budget, lost, waiting } = counts;
	if (json) terminal.print(JSON.stringify(counts));
	else terminal.print(`${passed + failed} judged: ${passed} passed, ${failed} failed`);
	if (budget > 0) terminal.note(`${budget} not judged: the budget is used up`);
	if (lost > 0) terminal.note(`${lost} not judged: the judge failed three times`);
	if (waiting > 0)
		terminal.note(
			waiting === 1
				? '1 still waits: tried again later, or another process judges it'
				: `${waiting} still wait: tried again later, or another process judges them`,
		);
	return waiting + lost > 0 ? 1 : 0;
}

type Judging = Parameters<typeof judgeWaitingRuns.perform>[1]['host'];
