import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/lossless-json';
import { personalDataTypes } from '../../core/guardrails/personal-data/types';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { ProcessCase } from '../../engine-adapter/cases/process-case';
import type { Variables } from '../../engine-adapter/engine';
import { chooseExitCode, endingLines, listNames } from '../process/ending';
import { readModels, readResources } from '../process/process-files';
import { admitCommand, openHost } from '../host';
import { parseVariables } from '../terminal/parse-variables';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { listPlaces } from './agent-run';
import type { ProcessResult } from './inside/process-program';
import { processProgram } from './inside/programs';
import { type ProcessPortTask, type ScriptedAction, scriptedActions } from './ports/port-calls';
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

/** What our own limit leaves for the end of a run, before that of the sandbox kills it. */
const shareOfTime = 0.9;

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
	const { readTenantDemands } = await import('../../providers/compose/guardrails/tenant-policies');
	const resources = await readResources(options.files);
	const { start, script } = await readScript(options);
	const variables = options.variables === undefined ? (start?.variables ?? {}) : await readVariables(options.variables);
	const models = await readModels(resources);
	return runProgram<ProcessResult, ProcessPortTask>(
		{
			program,
			subject: { kind: 'process', name: basename(options.files[0]!), sha256: hashFiles(resources) },
			input: stringifyJson({ variables, script }),
			task: {
				...listPlaces(host),
				...{ demands: await readTenantDemands(host), manifest, tenant: host.tenant },
				...{ resources, files: options.files, process: options.process ?? start?.processId, target: options.target },
				...{ variables: stringifyJson(variables), script: stringifyJson(script), timeoutMs: options.time * 1000 * shareOfTime },
			},
			ports: { host, types: [...personalDataTypes] },
			toExitCode: ({ process: { ending } }) => chooseExitCode(ending),
			show: ({ process: { ending } }) => endingLines(ending, listNames(models), terminal).forEach((line) => terminal.print(line)),
		},
		options,
		terminal,
	);
}

/** One file as it is; several by their names and hashes. */
function hashFiles(resources: Array<{ name: string; content: string }>): string {
	const hash = (text: string) => createHash('sha256').update(text).digest('hex');
	if (resources.length === 1) return hash(resources[0]!.content);
	return hash(JSON.stringify(resources.map(({ name, content }) => [name, hash(content)]).sort()));
}

async function readVariables(given: string): Promise<Variables> {
	return parseVariables(given.trimStart().startsWith('{') ? given : await readTextFile(given));
}

interface Script {
	start?: ProcessCase['start'][0];
	script: ScriptedAction[];
}

/** @throws TroupeError INPUT_INVALID for a step that needs a clock that can be moved */
async function readScript({ script: file }: ProcessSandboxOptions): Promise<Script> {
	if (file === undefined) return { script: [] };
	const { parseProcessCase } = await import('../../engine-adapter/cases/parse-process-case');
	const { start, script } = await parseProcessCase(await readTextFile(file), file);
	const other = script.find(({ name }) => !scriptedActions.some((one) => one === name));
	if (other === undefined) return { start: start[0], script: script as ScriptedAction[] };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} has the step ${other.name}, which a run in the sandbox does not do.`,
		fix: `Use ${scriptedActions.join(', ')}. Time passes as it does outside.`,
		details: { step: other.name },
	});
}
