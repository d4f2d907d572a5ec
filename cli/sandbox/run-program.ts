import { troupeHome } from '../../core/base/home';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { defaultLimits } from '../../sandbox/levels/limits';
import type { Level } from '../../sandbox/levels/level';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type CapabilitySettings, readPermissions, warnOfGrants, writeCapabilities } from './capability-options';
import { type PerformedProgram, performProgram, type Program } from '../../sandbox/kinds/perform-program';
import { describeEnded } from '../../sandbox/kinds/program-answer';
import { type NetworkSettings, readRules } from './network-options';
import { ownCase } from '../../sandbox/kinds/ports/open-ports';
import type { PortTask } from '../../sandbox/kinds/ports/port-calls';
import { showEnded, type Display } from './program-result';
import { addRecording, checkRecordOptions } from './record-run';
import { recordJob } from '../../sandbox/kinds/record-job';
import { noteRun } from './runs/note-run';
import { nameRun } from './runs/run-log';
import { openReportSigner, toLeastLevel, warnOfLevel } from './script-run';
import type { KeyOptions } from '../terminal/open-signer';

/** Options of all runs of our programs in the sandbox. */
export interface ProgramOptions extends KeyOptions, NetworkSettings, CapabilitySettings {
	/** The name of the recording in its file. */
	case?: string;
	level: Level;
	/** Megabytes. */
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
		...{ permissions: await readPermissions(options, terminal, program.place), discover: options.discover !== undefined },
		...{ level: toLeastLevel(options), stateFolder: troupeHome(terminal.environment), case: options.case },
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
