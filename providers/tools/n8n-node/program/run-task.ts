import type { INode, INodeTypeDescription, IRun } from 'n8n-workflow';
import type { NodeResult, NodeTask } from '../node-task';
import { nameCredentials, toAdditionalData } from './additional-data';
import type { AskWorker } from './credentials-helper';
import { fitParameters } from './fit-parameters';
import { fillPasswords } from './passwords';
import { guardExpressions, toLiterals } from './literal-values';
import type { N8n, Outputs } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { TaskWaits } from './task-problem';

/** Runs a node as n8n runs one in a workflow: with its settings, defaults, checks, retries and pairing of items. @throws TaskProblem, or the error of the node */
export async function runTask(
	n8n: N8n,
	packages: LoadedPackages,
	task: NodeTask,
	ask: AskWorker,
	signal: AbortSignal,
): Promise<NodeResult> {
	const { core, workflow: library } = n8n;
	const { description } = packages.findRunnable(task.type, task.typeVersion);
	const designed: INode = toNode(task);
	const readSecret = async (name: string) => String(await ask({ of: 'secret', name }));
	const fitted = await fitParameters(task.data ?? {}, library, designed, description, readSecret);
	const whole = await fillPasswords(designed.parameters, description.properties, readSecret);
	const parameters = { ...whole, ...(toLiterals(fitted) as typeof fitted) };
	const node = withOtherCredential({ ...designed, parameters }, description, packages);

	const about = {
		id: task.tenant,
		name: task.workflow,
		nodes: [node],
		connections: {},
		active: false,
		settings: { executionOrder: 'v1' as const },
	};
	const workflow = new library.Workflow({ ...about, nodeTypes: packages.nodeTypes });
	guardExpressions(workflow, fitted, task.parameters);
	shareIsolate(n8n, workflow);
	const stack = [{ node, data: { main: [task.items] }, source: null }];
	const data = library.createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: { contextData: {}, metadata: {}, nodeExecutionStack: stack as never, waitingExecution: {}, waitingExecutionSource: {} },
	});
	const additionalData = {
		...toAdditionalData(n8n, packages, ask),
		hooks: new core.ExecutionLifecycleHooks('trigger', task.execution, about),
		executionId: task.execution,
	};
	const execution = new core.WorkflowExecute(additionalData, 'trigger', data);
	const thrown = catchError(execution);
	const running = execution.processRunExecutionData(workflow);
	const stop = () => running.cancel();
	signal.addEventListener('abort', stop, { once: true });
	try {
		return toResult(await running, node.name, thrown);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

function toNode({ type, typeVersion, name, parameters, credentials = {}, settings }: NodeTask): INode {
	const named = nameCredentials(credentials);
	return {
		...settings,
		...{ id: '1', name, type, typeVersion, position: [0, 0], parameters: parameters as INode['parameters'] },
		...(Object.keys(named).length > 0 && { credentials: named }),
	};
}

/** Names the credential `other` for each type that the node can ask for and that has none: a parameter can decide the type. */
function withOtherCredential(node: INode, { credentials = [] }: INodeTypeDescription, packages: LoadedPackages): INode {
	const { other, ...named } = node.credentials ?? {};
	if (other === undefined) return node;
	const texts = Object.values(node.parameters).filter((value) => typeof value === 'string');
	const types = [...credentials.map(({ name }) => name), ...texts.filter((text) => packages.findCredentialType(text) !== undefined)];
	return { ...node, credentials: { ...Object.fromEntries(types.map((type) => [type, other])), ...named } };
}

/** Keeps the error of the node: the data of an execution hold a copy without the response of the service. */
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
function toResult({ data, waitTill }: IRun, name: string, thrown: { error?: Error }): NodeResult {
	const { error, runData } = data.resultData;
	if (error !== undefined) throw thrown.error ?? error;
	if (waitTill ?? data.waitTill) throw new TaskWaits();
	const outputs: Outputs = runData[name]?.at(-1)?.data?.main ?? [];
	return { outputs: outputs.map((items) => items ?? []) };
}

/** One isolate serves all tasks of the process, so that none is taken for this one. */
export function shareIsolate({ workflow: { Expression } }: N8n, workflow: { expression: object }): void {
	if ((Expression as unknown as { useSharedCaller?: boolean }).useSharedCaller !== true) return;
	Object.assign(workflow.expression, { acquireIsolate: async () => false, releaseIsolate: async () => undefined });
}
