import { TroupeError } from '../../core/base/errors';
import { admitCommand, openHost } from '../host';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { workflowProgram } from './inside/programs';
import { hashText, type NodeInputOptions, type NodesToRun, readCredentials, runNodes } from './workflow-run';

export interface NodeSandboxOptions extends NodeInputOptions {
	/** Such as `n8n-nodes-base.httpRequest@4.2`. */
	node: string;
	/** A file with an object. */
	parameters?: string;
}

/**
 * Runs one node of n8n in the sandbox, and prints what it returned.
 * @param program as built; in a checkout, tests name their own
 */
export async function runNodeCommand(
	options: NodeSandboxOptions,
	terminal: Terminal,
	open = openHost,
	program = workflowProgram,
): Promise<ExitCode> {
	const host = await open(terminal);
	const manifest = await admitCommand(host, 'sandbox run node', terminal);
	const credentials = await readCredentials(options);
	const node = await readNode(options, Object.keys(credentials));
	const subject = { kind: 'node' as const, name: options.node, sha256: hashText(JSON.stringify(node)) };
	const workflow = { name: node.name, nodes: [node], connections: {} };
	return runNodes({ ...workflow, subject, credentials }, options, terminal, { host, manifest, program });
}

async function readNode({ node, parameters: file }: NodeSandboxOptions, credentialTypes: string[]): Promise<NodesToRun['nodes'][0]> {
	const [, type, name, version] = /^((?:@[\w.-]+\/)?[\w.-]+\.(\w+))(?:@(\d+(?:\.\d+)?))?$/.exec(node) ?? [];
	if (type === undefined || name === undefined)
		throw invalid(
			`"${node.slice(0, 200)}" is not a type of nodes.`,
			'Write package, node and, if needed, version: n8n-nodes-base.httpRequest@4.2.',
		);
	const parameters = file === undefined ? {} : parseDocument(await readTextFile(file), file);
	if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
		throw invalid(`${file} is not an object.`, "Write the node's parameters, as n8n shows them when the node is copied.");
	return {
		...{ id: 'node', name, type, position: [0, 0], parameters: parameters as NodesToRun['nodes'][0]['parameters'] },
		...(version !== undefined && { typeVersion: Number(version) }),
		...(credentialTypes.length > 0 && {
			credentials: Object.fromEntries(credentialTypes.map((one) => [one, { id: one, name: one }])),
		}),
	};
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
