import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { admitCommand, openHost } from '../host';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeNode, describeNodesEnding } from './describe/describe-nodes';
import { workflowProgram } from '../../sandbox/kinds/inside/programs';
import type { WorkflowResult } from '../../sandbox/kinds/inside/workflow-program';
import type { ProgramHost } from '../../sandbox/kinds/agent';
import { hashText, type NodesToRun, parseWorkflow, prepareNodes } from '../../sandbox/kinds/workflow';
import { type ProgramOptions, runProgram } from './run-program';

/** What nodes of n8n get. */
export interface NodeInputOptions extends ProgramOptions {
	items?: string;
	/** A file with the data of credentials by their types. */
	credentials?: string;
}

export interface WorkflowSandboxOptions extends NodeInputOptions {
	file: string;
	start?: string;
}

/**
 * Runs a workflow of n8n in the sandbox, and prints what each node returned.
 * @param program as built; in a checkout, tests name their own
 */
export async function runWorkflowCommand(
	options: WorkflowSandboxOptions,
	terminal: Terminal,
	open = openHost,
	program = workflowProgram,
): Promise<ExitCode> {
	const host = await open(terminal);
	const manifest = await admitCommand(host, 'sandbox run workflow', terminal);
	const { file, start } = options;
	const text = await readTextFile(file);
	const subject = { kind: 'workflow' as const, name: basename(file), sha256: hashText(text) };
	const workflow = { ...parseWorkflow(parseDocument(text, file), file), start };
	return runNodes({ ...workflow, subject, credentials: await readCredentials(options) }, options, terminal, { host, manifest, program });
}

/** @throws TroupeError INPUT_INVALID if it lacks the package of one */
export async function runNodes(
	nodes: Omit<NodesToRun, 'items'>,
	options: NodeInputOptions,
	terminal: Terminal,
	host: ProgramHost,
): Promise<ExitCode> {
	const items = options.items === undefined ? undefined : readList(await readTextFile(options.items), options.items);
	return runProgram<WorkflowResult>(
		prepareNodes({ ...nodes, items }, host, terminal.environment),
		{
			toExitCode: (result) => (result.workflow.finished ? 0 : 1),
			show: (result) => result.workflow.runs.forEach((run) => terminal.print(describeNode(run))),
			describeEnding: (result) => describeNodesEnding(result.workflow),
		},
		options,
		terminal,
	);
}

export async function readCredentials({ credentials: file }: Pick<NodeInputOptions, 'credentials'>): Promise<NodesToRun['credentials']> {
	if (file === undefined) return {};
	const read = parseDocument(await readTextFile(file), file);
	const isData = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
	if (isData(read) && Object.values(read as object).every(isData)) return read as NodesToRun['credentials'];
	throw invalid(
		`${file} is not a list of credentials.`,
		'Write an object with the fields of each credential by its type, such as "httpHeaderAuth".',
	);
}

function readList(text: string, file: string): object[] {
	const list = parseDocument(text, file);
	if (Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null)) return list as object[];
	throw invalid(`${file} is not a list of items.`, 'Write a JSON list with one object for each item.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
