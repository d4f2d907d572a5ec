import { printable, type Terminal } from '../terminal/terminal';
import type { EndedProgram } from '../../sandbox/kinds/program-answer';
import type { PortError } from '../../sandbox/kinds/ports/port-calls';
import { noteRefusals } from './note-refusals';
import { describeEnding } from './script-run';
import type { ExitCode } from '../terminal/report-error';

export interface Display<Result> {
	show: (result: Result) => void;
	/** The outcome, if the process ended well. Default: completed. */
	describeEnding?: (result: Result) => string;
	/** Notes for a person, also with --json. */
	warn?: (result: Result) => string[];
	/** Default: 0. */
	toExitCode?: (result: Result) => ExitCode;
}

/** Prints how a program of ours ended, for people: the result, the steps, and how the run ended. */
export function showEnded<Result extends object>(ended: EndedProgram<Result>, display: Display<Result>, terminal: Terminal): void {
	const { result, report, steps, answer } = ended;
	const log = printable(result.stderr.toString().replace(/\n$/, ''));
	if (log !== '') terminal.note(log);
	if (answer === undefined) terminal.note('error: The run ended without a result.');
	else if ('result' in answer) display.show(answer.result);
	else showError(answer.error, terminal);
	for (const { rule, kind, name, error, durationMs } of steps)
		terminal.note(`${rule}: ${kind} ${printable(name)}${error === undefined ? '' : `, ${error}`} (${durationMs} ms)`);
	noteRefusals(report, terminal);
	terminal.note(describeEnding(result, report, answer && 'result' in answer ? display.describeEnding?.(answer.result) : undefined));
}

function showError({ message, fix }: PortError, terminal: Terminal): void {
	terminal.note(`error: ${printable(message)}`);
	if (fix !== undefined) terminal.note(`fix: ${printable(fix)}`);
}
