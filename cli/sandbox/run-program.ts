/** Runs a program of ours in the sandbox: with Troupe's code and the definitions to read, and the ports of the run as its way out. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPackageFolder, packagedAgentsFolder } from '../../core/base/package-folder';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { stringifyJson } from '../../core/base/text/lossless-json';
import { defaultLimits } from '../../sandbox/levels/limits';
import type { Level } from '../../sandbox/levels/level';
import type { HostCalls } from '../../sandbox/network/outlet';
import type { ReportedSubject } from '../../sandbox/report/reported-run';
import { ScratchCopy } from '../../sandbox/scratch/scratch-copy';
import { defaultScratchLimits } from '../../sandbox/scratch/scratch-folder';
import { runScript } from '../../sandbox/run/run-script';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type NetworkSettings, openProgramNetwork } from './network-options';
import { describeEnded, readAnswer, showEnded } from './program-result';
import { openSigner, warnOfLevel } from './script-run';
import { readStandIns, withStandIns } from './ports/stand-in-providers';
import { checkPortOptions, openPorts, type PortContext, type PortOptions } from './ports/open-ports';
import type { PortTask } from './ports/port-calls';

/** What all runs of our programs in the sandbox have. */
export interface ProgramOptions extends PortOptions, Omit<NetworkSettings, 'audit'> {
	level: Level;
	/** Megabytes. */
	memory: number;
	/** Seconds. */
	time: number;
	keys?: string;
	json?: boolean;
}

export interface Program<Result extends object, Task extends PortTask> {
	/** The file of the program. */
	program: string;
	subject: ReportedSubject;
	/** What the report has the hash of. */
	input: string;
	task: Omit<Task, 'providers' | 'at'>;
	ports: Omit<PortContext, 'network'>;
	/** More files and folders that it reads. */
	readable?: string[];
	/** Whether it has an empty folder to write in. */
	hasScratch?: boolean;
	show: (result: Result) => void;
	/** Default: 0. */
	toExitCode?: (result: Result) => ExitCode;
}

/** Runs it, prints its result and the report. @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything of it runs */
export async function runProgram<Result extends object, Task extends PortTask>(
	{ program, subject, input, task, ports: context, show, toExitCode = () => 0, ...more }: Program<Result, Task>,
	options: ProgramOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	checkPortOptions(options);
	assertBuilt(program);
	const sign = options.keys === undefined ? undefined : await openSigner(options.keys, 'author', terminal);
	const calls: HostCalls = {};
	const { names, standIn } = readStandIns(options.standIn);
	const network = await openProgramNetwork({ ...options, standIn }, terminal, calls);
	const ports = await openPorts(options, { ...context, host: withStandIns(context.host, names), network });
	Object.assign(calls, ports.host.open({ ...task, ...ports.known }));
	const { steps } = ports.host;
	const { result, report } = await runScript(
		{
			job: { name: 'program.js', source: `require(${JSON.stringify(program)});` },
			limits: { ...defaultLimits, memoryMb: options.memory, timeMs: options.time * 1000 },
			...{ least: options.level, stateFolder: troupeHome(terminal.environment), network },
			readable: [...listReadable(program, task), ...(more.readable ?? [])],
			...(more.hasScratch && { scratch: new ScratchCopy(defaultScratchLimits) }),
			reported: { subject, input, steps },
		},
		terminal.stop,
	).finally(async () => {
		await ports.close();
		await network.close();
	});
	warnOfLevel(report, terminal);
	const answer = readAnswer<Result>(result);
	const ended = { result, report, steps, answer, ...(sign && { signedReport: await sign(report) }) };
	if (options.json) terminal.print(stringifyJson(describeEnded(ended), 2));
	else showEnded(ended, show, terminal);
	return result.outcome === 'completed' && answer && 'result' in answer ? toExitCode(answer.result) : 1;
}

/** Troupe's own code, and the folders of definitions. */
function listReadable(program: string, { agentFolders, policyFolders }: Pick<PortTask, 'agentFolders' | 'policyFolders'>): string[] {
	const home = findPackageFolder();
	const code = [dirname(dirname(program)), packagedAgentsFolder(program), join(home, 'package.json')];
	return [...new Set([...code, ...agentFolders, ...policyFolders])].filter(existsSync);
}

function assertBuilt(program: string): void {
	if (!program.endsWith('.ts')) return;
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: 'The programs of the sandbox are not built.',
		fix: 'Run npm run build, and use bin/troupe.',
	});
}
