import type { Deployment } from '../../../engine-adapter/engine/deployments';
import { admitCommand, openHost } from '../../host';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines, type Column } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';
import { withLinting } from '../deployment-notes';
import { readResources } from '../process-files';
import type { OperatorOptions } from './connect-operator';
import { withOperator, type OperateParts } from './with-operator';

export interface DeployOptions extends OperatorOptions {
	lint: boolean;
}

/** @throws TroupeError PROCESS_INVALID, INPUT_INVALID for a file that cannot be read */
export async function runProcessDeploy(
	files: string[],
	options: DeployOptions,
	terminal: Terminal,
	parts: OperateParts = {},
): Promise<ExitCode> {
	const host = await (parts.open ?? openHost)(terminal);
	await admitCommand(host, 'process deploy', terminal);
	const resources = await readResources(files);
	return withOperator(
		{ ...options, isCreating: true },
		terminal,
		async ({ engine }) => {
			const checked = options.lint ? withLinting(engine, host, terminal) : engine;
			const deployment = await checked.deploy(resources);
			if (options.json) return terminal.print(JSON.stringify(deployment));
			for (const line of tableLines(columns, deployment.processes, terminal)) terminal.print(line);
		},
		parts,
	);
}

const columns: Array<Column<Deployment['processes'][number]>> = [
	{ name: 'process', title: 'PROCESS', value: ({ processId }) => processId },
	{ name: 'version', title: 'VERSION', numeric: true, value: ({ version }) => version },
	{ name: 'key', title: 'KEY', value: ({ processDefinitionKey }) => processDefinitionKey },
	{ name: 'file', title: 'FILE', value: ({ resourceName }) => resourceName },
];
