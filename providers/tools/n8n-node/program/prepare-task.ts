import type { INode, INodeType, INodeTypeDescription, IRunExecutionData, Workflow } from 'n8n-workflow';
import type { NodeItem, NodeTask } from '../node-task';
import { nameCredentials, toAdditionalData } from './additional-data';
import type { AskWorker } from './credentials-helper';
import { fitParameters } from './fit-parameters';
import { guardExpressions, toLiterals } from './literal-values';
import { partOf } from './load-n8n';
import type { N8n } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { fillPasswords } from './passwords';

/** A node in its own workflow, with n8n-core's context. */
export interface PreparedTask {
	node: INode;
	type: INodeType;
	workflow: Workflow;
	additionalData: Record<string, unknown>;
	createData: (items: NodeItem[]) => IRunExecutionData;
}

/** @throws TaskProblem for an impossible or invalid task */
export async function prepareTask(n8n: N8n, packages: LoadedPackages, task: NodeTask, ask: AskWorker): Promise<PreparedTask> {
	const { core, workflow: library } = n8n;
	const type = packages.findRunnable(task.type, task.typeVersion);
	const { description } = type;
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
	if (task.link) signLinksWith(n8n, task.link.key);
	const additionalData = {
		...toAdditionalData(n8n, packages, ask),
		hooks: new core.ExecutionLifecycleHooks('trigger', task.execution, about),
		executionId: task.execution,
		...(task.link && { webhookWaitingBaseUrl: task.link.url }),
	};
	const createData = (items: NodeItem[]) =>
		library.createRunExecutionData({
			startData: {},
			resultData: { runData: {} },
			executionData: {
				contextData: {},
				metadata: {},
				nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] as never,
				waitingExecution: {},
				waitingExecutionSource: {},
			},
		});
	return { node, type, workflow, additionalData, createData };
}

function toNode({ type, typeVersion, name, parameters, credentials = {}, settings, link, isOver }: NodeTask): INode {
	const named = nameCredentials(credentials);
	return {
		...settings,
		// n8n's links to a node end with its id.
		id: link?.id ?? '1',
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		...(Object.keys(named).length > 0 && { credentials: named }),
		...(isOver && { disabled: true }),
	};
}

/** Uses the credential `other` for each possible type without one: a parameter can decide the type. */
function withOtherCredential(node: INode, { credentials = [] }: INodeTypeDescription, packages: LoadedPackages): INode {
	const { other, ...named } = node.credentials ?? {};
	if (other === undefined) return node;
	const texts = Object.values(node.parameters).filter((value) => typeof value === 'string');
	const types = [...credentials.map(({ name }) => name), ...texts.filter((text) => packages.findCredentialType(text) !== undefined)];
	return { ...node, credentials: { ...Object.fromEntries(types.map((type) => [type, other])), ...named } };
}

/** One isolate serves all tasks of the process. */
export function shareIsolate({ workflow: { Expression } }: N8n, workflow: { expression: object }): void {
	if ((Expression as unknown as { useSharedCaller?: boolean }).useSharedCaller !== true) return;
	Object.assign(workflow.expression, { acquireIsolate: async () => false, releaseIsolate: async () => undefined });
}

/** No secret outlives the process; tasks run one after another. */
function signLinksWith(n8n: N8n, key: string): void {
	partOf(n8n, n8n.core.InstanceSettings).hmacSignatureSecret = key;
}
