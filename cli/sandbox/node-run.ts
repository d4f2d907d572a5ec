import { TroupeError } from '../../core/base/errors';
import { admitCommand, openHost } from '../host';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { workflowProgram } from '../../sandbox/kinds/inside/programs';
import { toSingleNode } from '../../sandbox/kinds/workflow';
import { type NodeInputOptions, readCredentials, runNodes } from './workflow-run';

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
	const node = toSingleNode(options.node, await readParameters(options), credentials);
	return runNodes({ ...node, credentials }, options, terminal, { host, manifest, program });
}

/** @throws TroupeError INPUT_INVALID */
async function readParameters({ parameters: file }: NodeSandboxOptions): Promise<object> {
	const parameters = file === undefined ? {} : parseDocument(await readTextFile(file), file);
	if (typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters)) return parameters;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is not an object.`,
		fix: "Write the node's parameters, as n8n shows them when the node is copied.",
	});
}
