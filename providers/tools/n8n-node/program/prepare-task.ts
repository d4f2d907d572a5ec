import type { INode, INodeType, INodeTypeDescription, IRunExecutionData, Workflow } from 'n8n-workflow';
import type { NodeItem, NodeTask } from '../node-task';
import { type AskWorker, TaskCredentials } from './credentials-helper';
import { fitParameters } from './fit-parameters';
import { guardExpressions, toLiterals } from './literal-values';
import { partOf } from './load-n8n';
import type { N8n } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { fillPasswords } from './passwords';
import { refuse } from './task-problem';

/** n8n wants addresses of itself, for links to it. A task has none but that of its answers. */
const nowhere = 'http://localhost/';

/** A node in a workflow of its own, and what n8n's core asks about both. */
export interface PreparedTask {
	node: INode;
	type: INodeType;
	workflow: Workflow;
	additionalData: Record<string, unknown>;
	/** What an execution works on that begins with the node. */
	createData: (items: NodeItem[]) => IRunExecutionData;
}

/** @throws TaskProblem for what cannot be a task, or is not as the node expects it */
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
		credentialsHelper: new TaskCredentials(packages, library, ask),
		hooks: new core.ExecutionLifecycleHooks('trigger', task.execution, about),
		executionId: task.execution,
		...addresses,
		...(task.link && { webhookWaitingBaseUrl: task.link.url }),
		currentNodeExecutionIndex: 0,
		variables: {},
		...refusals,
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
	const named = Object.entries(credentials).map(([credentialType, credential]) => [credentialType, { id: credential, name: credential }]);
	return {
		...settings,
		// n8n's links to a node end with its id.
		...{ id: link?.id ?? '1', name, type, typeVersion, position: [0, 0], parameters: parameters as INode['parameters'] },
		...(named.length > 0 && { credentials: Object.fromEntries(named) as INode['credentials'] }),
		...(isOver && { disabled: true }),
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

/** One isolate serves all tasks of the process, so that none is taken for this one. */
function shareIsolate({ workflow: { Expression } }: N8n, workflow: { expression: object }): void {
	if ((Expression as unknown as { useSharedCaller?: boolean }).useSharedCaller !== true) return;
	Object.assign(workflow.expression, { acquireIsolate: async () => false, releaseIsolate: async () => undefined });
}

/** A process has no secret of its own that outlives it; tasks run one after another. */
function signLinksWith(n8n: N8n, key: string): void {
	partOf(n8n, n8n.core.InstanceSettings).hmacSignatureSecret = key;
}

const addresses = Object.fromEntries(
	['restApiUrl', 'instanceBaseUrl', 'formBaseUrl', 'formWaitingBaseUrl', 'formTestBaseUrl', 'webhookBaseUrl', 'webhookWaitingBaseUrl']
		.concat(['webhookTestBaseUrl', 'mcpBaseUrl', 'mcpTestBaseUrl'])
		.map((name) => [name, nowhere]),
);

/** What only a whole n8n has. */
const refusals = {
	executeWorkflow: async () => fail('The node runs a workflow. Use a task of the type troupe:n8n-workflow.'),
	executeAgent: async () => fail('The node runs an agent of n8n. Use a task of the type troupe:agent.'),
	startRunnerTask: async () => fail('The node runs code in a task runner of n8n, which a task does not have. Use FEEL, or a workflow.'),
	getRunExecutionData: async () => undefined,
	getRuntimeCredential: async () => undefined,
	logAiEvent: () => undefined,
	sendDataToUI: () => undefined,
	setExecutionStatus: () => undefined,
};

function fail(message: string): never {
	throw refuse(message);
}
