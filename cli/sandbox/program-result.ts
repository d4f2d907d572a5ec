import { parseJson } from '../../core/base/text/lossless-json';
import { hashReport, type SandboxReport } from '../../sandbox/report/report';
import type { ReportedStep } from '../../sandbox/report/reported-run';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';
import { plain, type Terminal } from '../terminal/terminal';
import type { PortError } from './ports/port-calls';
import { describeEnding } from './script-run';

/** How a program of ours ended: with its result, with an error, or before it had either. */
type ProgramAnswer<Result> = { result: Result } | { error: PortError } | undefined;

export interface EndedProgram<Result> {
	result: SandboxResult;
	report: SandboxReport;
	steps: ReportedStep[];
	answer: ProgramAnswer<Result>;
	signedReport?: string;
}

/** Reads what the program printed. */
export function readAnswer<Result extends object>({ stdout }: SandboxResult): ProgramAnswer<Result> {
	try {
		const answer = parseJson(stdout.toString().split('\n').at(-1)!) as Result & { error?: PortError };
		return answer.error === undefined ? { result: answer } : { error: answer.error };
	} catch {
		return undefined; // It was ended, or its output was cut.
	}
}

/** Describes it for programs. */
export function describeEnded<Result extends object>({ result, report, steps, answer, signedReport }: EndedProgram<Result>): object {
	const { outcome, limit, stderr } = result;
	return {
		...{ outcome, limit: limit ?? null, level: report.level.reached },
		...(answer && 'result' in answer ? answer.result : { error: answer?.error ?? null }),
		stderr: stderr.toString(),
		...{ steps, report, reportSha256: hashReport(report) },
		...(signedReport !== undefined && { signedReport }),
	};
}

/** Prints it for people: the result, the steps, and how the run ended. */
export function showEnded<Result extends object>(ended: EndedProgram<Result>, show: (result: Result) => void, terminal: Terminal): void {
	const { result, report, steps, answer } = ended;
	const log = plain(result.stderr.toString().replace(/\n$/, ''));
	if (log !== '') terminal.note(log);
	if (answer === undefined) terminal.note('error: The run ended without a result.');
	else if ('result' in answer) show(answer.result);
	else showError(answer.error, terminal);
	for (const { rule, kind, name, error, durationMs } of steps)
		terminal.note(`${rule}: ${kind} ${plain(name)}${error === undefined ? '' : `, ${error}`} (${durationMs} ms)`);
	terminal.note(describeEnding(result, report));
}

function showError({ message, fix }: PortError, terminal: Terminal): void {
	terminal.note(`error: ${plain(message)}`);
	if (fix !== undefined) terminal.note(`fix: ${plain(fix)}`);
}
