import type { IRun } from 'n8n-workflow';
import type { NodeResult, NodeTask } from '../node-task';
import type { AskWorker } from './credentials-helper';
import type { N8n, Outputs } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { prepareTask } from './prepare-task';
import { refuse, TaskWaits } from './task-problem';

/** Runs a node as in a workflow: settings, defaults, checks, retries and item pairing. @throws TaskProblem, or the error of the node */
export async function runTask(
	n8n: N8n,
	packages: LoadedPackages,
	task: NodeTask,
	ask: AskWorker,
	signal: AbortSignal,
): Promise<NodeResult> {
	if (task.link) refuseOtherAnswers(task);
	const { node, workflow, additionalData, createData } = await prepareTask(n8n, packages, task, ask);
	const execution = new n8n.core.WorkflowExecute(additionalData, 'trigger', createData(task.items));
	const thrown = catchError(execution);
	const running = execution.processRunExecutionData(workflow);
	const stop = () => running.cancel();
	signal.addEventListener('abort', stop, { once: true });
	try {
		return toResult(await running, { name: node.name, canWait: task.link !== undefined }, thrown);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Chat buttons call an n8n address configured in the chat's app, not the link. */
function refuseOtherAnswers({ parameters, data = {} }: NodeTask): void {
	for (const name of ['captureResponder', 'chatApproval'])
		if (isOn(data[name] ?? parameters[name]))
			throw refuse(`The parameter "${name}" sends buttons without links, whose clicks only a whole n8n receives; false is expected.`);
}

const isOn = (value: unknown): boolean => value !== undefined && value !== null && value !== false && value !== 'false' && value !== '';

/** Keeps the original error: execution data copy it without the service's response. */
function catchError(execution: { runNode(...values: unknown[]): Promise<unknown> }): { error?: Error } {
	const thrown: { error?: Error } = {};
	const runNode = execution.runNode.bind(execution);
	execution.runNode = (...values) =>
		runNode(...values).catch((error: Error) => {
			thrown.error = error;
			throw error;
		});
	return thrown;
}

/** @throws TaskWaits, or the error of the node */
function toResult({ data, waitTill }: IRun, { name, canWait }: { name: string; canWait: boolean }, thrown: { error?: Error }): NodeResult {
	const { error, runData } = data.resultData;
	if (error !== undefined) throw thrown.error ?? error;
	const until = waitTill ?? data.waitTill;
	if (until && !canWait) throw new TaskWaits();
	if (until) return { outputs: [], waitTill: new Date(until).getTime() };
	const outputs: Outputs = runData[name]?.at(-1)?.data?.main ?? [];
	return { outputs: outputs.map((items) => items ?? []) };
}
