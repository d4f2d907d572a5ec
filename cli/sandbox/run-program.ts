import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import type { CaseRecording, Recordings } from '../../core/evaluation/traffic/recording';
import { readRecordings } from '../../providers/compose/evaluation/recordings-file';
import type { RunRecording } from '../../sandbox/kinds/ports/open-ports';
import type { EndedProgram } from '../../sandbox/kinds/program-answer';
import { defaultLimits } from '../../sandbox/levels/limits';
import type { Level } from '../../sandbox/levels/level';
import { writeRecordings } from '../eval/recordings-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type CapabilitySettings, readPermissions, warnOfGrants, writeCapabilities } from './capability-options';
import { type PerformedProgram, performProgram, type Program } from '../../sandbox/kinds/perform-program';
import { describeEnded } from '../../sandbox/kinds/program-answer';
import { type NetworkSettings, readRules } from './network-options';
import { ownCase } from '../../sandbox/kinds/ports/open-ports';
import type { PortError, PortTask } from '../../sandbox/kinds/ports/port-calls';
import { recordJob } from '../../sandbox/kinds/record-job';
import { noteRefusals } from './note-refusals';
import { noteRun } from './runs/note-run';
import { nameRun } from './runs/run-log';
import { describeEnding, openReportSigner, toLeastLevel, warnOfLevel } from './script-run';
import type { KeyOptions } from '../terminal/open-signer';

/** Options of all runs of our programs in the sandbox. */
export interface ProgramOptions extends KeyOptions, NetworkSettings, CapabilitySettings {
	case?: string;
	level: Level;
	memory: number;
	/** Milliseconds. */
	timeout: number;
	json?: boolean;
}

/** Runs a program of ours, prints its result and the report. @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything of it runs */
export async function runProgram<Result extends object>(
	program: Program<PortTask, Result>,
	{ toExitCode = () => 0, ...display }: Display<Result>,
	options: ProgramOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	checkRecordOptions(options);
	const sign = await openReportSigner(options, terminal);
	const terms = {
		rules: await readRules(options, terminal),
		permissions: await readPermissions(options, terminal, program.place),
		discover: options.discover !== undefined,
		level: toLeastLevel(options),
		stateFolder: troupeHome(terminal.environment),
		case: options.case,
		limits: { ...defaultLimits, memoryMb: options.memory, timeMs: options.timeout },
	};
	const runId = nameRun();
	const recorded = { runId, kind: program.subject.kind, timeMs: options.timeout };
	const performed: PerformedProgram<Result> = await recordJob(recorded, program.ports.host, terminal.stop, (signal, job) =>
		performProgram(program, { ...terms, signal, job }),
	);
	const { report, result, answer } = performed;
	await writeFiles(performed, options);
	warnOfLevel(report, terminal);
	warnOfGrants(report, terminal);
	const signedReport = await sign?.(report);
	const ended = { runId, ...performed, ...(signedReport !== undefined && { signedReport }) };
	noteRun(report, signedReport, terminal, runId);
	const returned = answer && 'result' in answer ? answer.result : undefined;
	if (returned) display.warn?.(returned).forEach((line) => terminal.note(printable(line)));
	if (options.json) terminal.print(stringifyJson(describeEnded(ended), 2));
	else showEnded(ended, display, terminal);
	return result.outcome === 'completed' && returned ? toExitCode(returned) : 1;
}

async function writeFiles<Result extends object>(performed: PerformedProgram<Result>, { record, discover, case: name }: ProgramOptions) {
	const { recording, result, used } = performed;
	if (record !== undefined && recording) await addRecording(record, name ?? ownCase, recording);
	if (discover !== undefined) await writeCapabilities(discover, performed, result, used);
}

/** Other cases in the file keep their recordings. */
async function addRecording(file: string, name: string, { at, exchanges, providers }: RunRecording): Promise<void> {
	const before = await readRecordings(file);
	const recording: CaseRecording = { at, exchanges };
	const all: Recordings = {
		...before,
		providers: { ...before.providers, ...providers },
		cases: { ...before.cases, [name]: recording },
	};
	writeRecordings(file, all);
}

/** @throws TroupeError INPUT_INVALID */
function checkRecordOptions({ replay, record }: { replay?: string; record?: string }): void {
	if (replay === undefined || record === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '--replay and --record cannot be used together: a replay asks nothing that could be recorded.',
		fix: 'Use one of them.',
	});
}

interface Display<Result> {
	show: (result: Result) => void;
	/** The outcome, if the process ended well. Default: completed. */
	describeEnding?: (result: Result) => string;
	/** Notes for a person, also with --json. */
	warn?: (result: Result) => string[];
	/** Default: 0. */
	toExitCode?: (result: Result) => ExitCode;
}

/** Prints how a program of ours ended, for people: the result, the steps, and how the run ended. */
function showEnded<Result extends object>(ended: EndedProgram<Result>, display: Display<Result>, terminal: Terminal): void {
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
