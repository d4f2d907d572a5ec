import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { TroupeError } from '../../core/base/errors';
import type { NodeRun, WorkflowToRun } from '../../providers/tools/n8n-node/program/run-workflow';
import type { Host } from '../../providers/compose/host';
import type { ReportedSubject } from '../../sandbox/report/reported-run';
import { admitCommand, openHost } from '../host';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';
import { workflowProgram } from './inside/programs';
import type { WorkflowResult } from './inside/workflow-program';
import type { WorkflowPortTask } from './ports/port-calls';
import { type ProgramOptions, runProgram } from './run-program';

/** What nodes of n8n get. */
export interface NodeInputOptions extends ProgramOptions {
	/** A file with a list: the data of the items. */
	items?: string;
	/** A file with the data of credentials by their types. */
	credentials?: string;
}

export interface WorkflowSandboxOptions extends NodeInputOptions {
	file: string;
	/** The name of the node that gets the items. */
	start?: string;
}

/** What runs, and how the report names it. */
export interface NodesToRun extends Omit<WorkflowToRun, 'items'> {
	subject: ReportedSubject;
	credentials: WorkflowPortTask['credentials'];
}

/** n8n asks whether it runs in a container. */
const asked = ['/.dockerenv', '/run/.containerenv', '/proc/self/cgroup', '/proc/self/mountinfo'];

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
	const text = await readTextFile(options.file);
	const subject = { kind: 'workflow' as const, name: basename(options.file), sha256: hashText(text) };
	const workflow = { ...readWorkflow(text, options.file), start: options.start };
	return runNodes({ ...workflow, subject, credentials: await readCredentials(options) }, options, terminal, { host, manifest, program });
}

/** Runs nodes of the n8n that is installed here. @throws TroupeError INPUT_INVALID if it lacks the package of one */
export async function runNodes(
	{ subject, credentials, name, nodes, connections, start }: NodesToRun,
	options: NodeInputOptions,
	terminal: Terminal,
	{ host, manifest, program }: { host: Host; manifest: Awaited<ReturnType<typeof admitCommand>>; program: string },
): Promise<ExitCode> {
	const items = options.items === undefined ? [{}] : readList(await readTextFile(options.items), options.items);
	const n8n = findN8n(terminal.environment);
	const packages = [...new Set(nodes.map(({ type }) => type.split('.', 1)[0]!))].map((each) => {
		const found = findNodePackage(n8n, each, terminal.environment);
		if (found) return { name: found.name, folder: found.folder };
		throw notInstalled(each);
	});
	const workflow = JSON.stringify({ name, nodes, connections, start, items: items.map((json) => ({ json })) });
	const task = { n8n: n8n.folder, packages, workflow, credentials };
	return runProgram<WorkflowResult, WorkflowPortTask>(
		{
			...{ program, subject, input: JSON.stringify(items) },
			task: { agentFolders: [], policyFolders: [], demands: { policies: [] }, manifest, tenant: host.tenant, ...task },
			ports: { host, types: [] },
			readable: [findModules(n8n.folder), ...packages.map(({ folder }) => findModules(folder)), ...asked],
			hasScratch: true,
			toExitCode: (result) => (result.workflow.finished ? 0 : 1),
			show: (result) => result.workflow.runs.forEach((run) => terminal.print(describeRun(run))),
		},
		options,
		terminal,
	);
}

/** Reads the data of credentials by their types. @throws TroupeError INPUT_INVALID */
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

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The outermost folder of modules: packages find what they depend on beside them. */
const findModules = (folder: string): string => /^(.*?[/\\]node_modules)[/\\]/.exec(folder)?.[1] ?? folder;

const describeRun = ({ node, outputs, durationMs, error }: NodeRun): string =>
	`${plain(node)}: ${error === undefined ? `${outputs.map((items) => items.length).join(', ')} items` : `error: ${plain(error)}`} (${durationMs} ms)`;

function readWorkflow(text: string, file: string): Omit<WorkflowToRun, 'items'> {
	const { name, nodes, connections } = (parseDocument(text, file) ?? {}) as Partial<WorkflowToRun>;
	const isNode = (node: Partial<WorkflowToRun['nodes'][0]> | null) => typeof node?.type === 'string' && typeof node.name === 'string';
	if (Array.isArray(nodes) && nodes.length <= 1_000 && nodes.every(isNode) && typeof connections === 'object')
		return { name: String(name ?? ''), nodes, connections };
	throw invalid(`${file} is not a workflow of n8n.`, 'Export the workflow in n8n: it has "nodes" and "connections".');
}

function readList(text: string, file: string): object[] {
	const list = parseDocument(text, file);
	if (Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null)) return list as object[];
	throw invalid(`${file} is not a list of items.`, 'Write a JSON list with one object for each item.');
}

const notInstalled = (name: string) =>
	invalid(
		`The package ${name.slice(0, 200)} of a node is not installed in this n8n.`,
		'Install it in n8n, or set TROUPE_N8N to the n8n that has it.',
	);

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
