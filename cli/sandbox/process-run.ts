import { dirname, resolve } from 'node:path';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { Variables } from '../../engine-adapter/engine/variables';
import { chooseExitCode, processOutcomeLines, listNames } from '../process/process-outcome';
import { adviceForRunInMemory } from '../process/incident-advice';
import { readModels } from '../../engine-adapter/instance/read-models';
import { readResources } from '../process/process-files';
import { admitCommand, openHost } from '../host';
import { parseVariables } from '../terminal/parse-variables';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { processProgram } from '../../sandbox/kinds/inside/programs';
import type { ProcessResult } from '../../sandbox/kinds/inside/process-program';
import { parseProcessScript, prepareProcess } from '../../sandbox/kinds/process';
import { type ProgramOptions, runProgram } from './run-program';

export interface ProcessSandboxOptions extends ProgramOptions {
	files: string[];
	/** A JSON object, or the path of a file with one. */
	variables?: string;
	/** A case, as `troupe process test` reads it: what workers, persons and others answer. */
	script?: string;
	process?: string;
	target?: ZeebeVersion;
}

/**
 * Runs an instance in the sandbox, prints how it ended, and how each request of its jobs was answered.
 * @param program as built; in a checkout, tests name their own
 */
export async function runProcessCommand(
	options: ProcessSandboxOptions,
	terminal: Terminal,
	open = openHost,
	program = processProgram,
): Promise<ExitCode> {
	const host = await open(terminal);
	const manifest = await admitCommand(host, 'sandbox run process', terminal);
	const { files, process, target, script } = options;
	const resources = await readResources(files);
	const models = await readModels(resources);
	const run = {
		resources,
		files,
		folder: dirname(resolve(files[0]!)),
		process,
		target,
		timeMs: options.timeout,
		script: script === undefined ? undefined : await parseProcessScript(await readTextFile(script), script),
		variables: options.variables === undefined ? undefined : await readVariables(options.variables),
	};
	return runProgram<ProcessResult>(
		await prepareProcess(run, { host, manifest, program }),
		{
			toExitCode: ({ process: { ending } }) => chooseExitCode(ending),
			show: ({ process: { ending } }) =>
				processOutcomeLines(ending, listNames(models), terminal, adviceForRunInMemory).forEach((line) => terminal.print(line)),
		},
		options,
		terminal,
	);
}

async function readVariables(given: string): Promise<Variables> {
	return parseVariables(given.trimStart().startsWith('{') ? given : await readTextFile(given));
}
