/** Runs a program of ours in the sandbox: with Troupe's code and the definitions to read, and the ports of the run as its way out. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPackageFolder, packagedAgentsFolder } from '../../core/base/package-folder';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { stringifyJson } from '../../core/base/text/lossless-json';
import { defaultLimits } from '../../sandbox/levels/limits';
import type { Level } from '../../sandbox/levels/level';
import { defaultOutletLimits, type OutsideRequests } from '../../sandbox/network/outlet';
import { OutletServer } from '../../sandbox/network/outlet-server';
import type { ReportedSubject } from '../../sandbox/report/reported-run';
import { runScript } from '../../sandbox/run/run-script';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeEnded, readAnswer, showEnded } from './program-result';
import { openSigner, warnOfLevel } from './script-run';
import { toFetch } from './ports/outside-fetch';
import { openPorts, type PortContext, type PortOptions } from './ports/open-ports';
import type { PortTask } from './ports/port-calls';

/** What all runs of our programs in the sandbox have. */
export interface ProgramOptions extends PortOptions {
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
	ports: Omit<PortContext, 'outside'>;
	show(result: Result): void;
}

/** Runs it, prints its result and the report. @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything of it runs */
export async function runProgram<Result extends object, Task extends PortTask>(
	{ program, subject, input, task, ports: context, show }: Program<Result, Task>,
	options: ProgramOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	assertBuilt(program);
	const sign = options.keys === undefined ? undefined : await openSigner(options.keys, terminal);
	const outside = refuseAll;
	const ports = await openPorts(options, { ...context, outside: toFetch(outside) });
	const { steps } = ports.host;
	const calls = ports.host.open({ ...task, ...ports.known } as Task);
	const limits = { ...defaultLimits, memoryMb: options.memory, timeMs: options.time * 1000 };
	const { result, report } = await runScript(
		{
			job: {
				name: 'program.js',
				source: `require(${JSON.stringify(program)});`,
				outlet: new OutletServer({ calls, requests: outside, limits: { ...defaultOutletLimits, timeMs: limits.timeMs } }),
			},
			...{ limits, least: options.level, stateFolder: troupeHome(terminal.environment) },
			readable: listReadable(program, task),
			reported: { subject, input, steps },
		},
		terminal.stop,
	).finally(() => ports.close());
	warnOfLevel(report, terminal);
	const ended = { result, report, steps, answer: readAnswer<Result>(result), ...(sign && { signedReport: await sign(report) }) };
	if (options.json) terminal.print(stringifyJson(describeEnded(ended), 2));
	else showEnded(ended, show, terminal);
	return result.outcome === 'completed' ? 0 : 1;
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

const refuseAll: OutsideRequests = {
	answer: () => Promise.reject(new TroupeError({ code: 'ADDRESS_REFUSED', message: 'No rule allows this request.' })),
};
