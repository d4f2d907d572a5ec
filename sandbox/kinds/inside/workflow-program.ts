/** Sandboxed process of a workflow with the operator's n8n. Requests leave through the sandbox's socket. */
import { TroupeError } from '../../../core/base/errors';
import { loadN8n } from '../../../providers/tools/n8n-node/program/load-n8n';
import { LoadedPackages } from '../../../providers/tools/n8n-node/program/node-types';
import { runWorkflow, type WorkflowRun, type WorkflowToRun } from '../../../providers/tools/n8n-node/program/run-workflow';
import { TaskProblem } from '../../../providers/tools/n8n-node/program/task-problem';
import type { WorkflowPortTask } from '../ports/port-calls';
import { beginDiscovery } from './begin-discovery';
import { callHost } from './call-host';
import { printResult } from './print-result';

export interface WorkflowResult {
	workflow: WorkflowRun;
}

void printResult(async (): Promise<WorkflowResult> => {
	const { n8n: folder, packages, workflow, credentials } = (await callHost('task', null)) as WorkflowPortTask;
	// n8n writes its settings there: the run's scratch folder.
	for (const name of ['HOME', 'N8N_USER_FOLDER']) Object.assign(environment, { [name]: process.cwd() });
	// Its isolates are native code, which the sandbox does not load: the whole process is isolated.
	Object.assign(environment, { N8N_EXPRESSION_ENGINE: 'legacy', N8N_ENCRYPTION_KEY: 'sandbox', N8N_LOG_LEVEL: 'error' });
	const n8n = await loadN8n(folder);
	const loaded = new LoadedPackages(n8n);
	for (const each of packages) await loaded.add({ ...each, stamp: '' });
	beginDiscovery(packages.map((each) => each.folder));
	const run = await runWorkflow(n8n, loaded, JSON.parse(workflow) as WorkflowToRun, async (call) => {
		const data = call.of === 'credential' ? credentials[call.type] : undefined;
		if (call.of === 'write-back') return undefined;
		if (data === undefined) throw withoutCredential(call.of === 'credential' ? call.type : call.name);
		return data;
	}).catch(explain);
	return { workflow: run };
});

// oxlint-disable-next-line no-restricted-properties -- n8n reads its settings there, and this process has an environment of its own
const environment = process.env;

function explain(error: unknown): never {
	if (!(error instanceof TaskProblem)) throw error;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: error.message,
		fix: 'Correct the node or the workflow, or install what it needs in n8n.',
		cause: error,
	});
}

const withoutCredential = (name: string) =>
	new TroupeError({
		code: 'CREDENTIAL_NOT_FOUND',
		message: `The workflow needs the credential ${name}, which the run does not have.`,
		fix: 'Pass its data with --credentials, with ${NAME} in place of secrets, and the secrets with --secret.',
	});
