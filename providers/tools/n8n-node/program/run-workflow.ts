import type { IConnections, INode, INodeExecutionData, INodeTypes, INodeType } from 'n8n-workflow';
import { toAdditionalData } from './additional-data';
import type { AskWorker } from './credentials-helper';
import type { N8n } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { shareIsolate } from './prepare-task';
import { refuse } from './task-problem';

const createRefusedType = (type: string): INodeType => ({
	description: {
		displayName: type,
		name: type.split('.').at(-1)!,
		description: '',
		group: ['transform'],
		version: 1,
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		throw refuse(
			`The list of capabilities does not contain the node type ${type} (CAPABILITY_MISSING). Add it to "nodeTypes" of the list.`,
		);
	},
});

export interface WorkflowToRun {
	name?: string;
	/** Default version: the type's. */
	nodes: Array<Omit<INode, 'typeVersion'> & Partial<Pick<INode, 'typeVersion'>>>;
	connections: IConnections;
	/** The node that gets the items. Default: the first trigger, else the node without predecessor. */
	start?: string;
	items: INodeExecutionData[];
	/** The only node types that run. Undefined: all. */
	permitted?: string[];
}

export interface NodeRun {
	node: string;
	durationMs: number;
	outputs: unknown[][];
	error?: string;
	/** Number of failed items after which the workflow continued by the node's settings. Absent without any. */
	failedItems?: number;
	/** Not run: its type is not permitted. */
	code?: 'CAPABILITY_MISSING';
}

export interface WorkflowRun {
	finished: boolean;
	error?: string;
	/** In the order of their runs. */
	runs: NodeRun[];
}

/** Runs a workflow as for a trigger that emitted the items. @throws TaskProblem without nodes */
export async function runWorkflow(n8n: N8n, packages: LoadedPackages, given: WorkflowToRun, ask: AskWorker): Promise<WorkflowRun> {
	const { core, workflow: library } = n8n;
	const { connections, name = 'workflow', items, permitted } = given;
	const nodeTypes = permitNodeTypes(packages.nodeTypes, permitted);
	const nodes = given.nodes.map((node) => ({ ...node, typeVersion: node.typeVersion ?? findDefaultVersion(node.type, nodeTypes) }));
	const about = { id: 'sandbox', name, nodes, connections, active: false, settings: { executionOrder: 'v1' as const } };
	const workflow = new library.Workflow({ ...about, nodeTypes });
	shareIsolate(n8n, workflow);
	const additionalData = {
		...toAdditionalData(n8n, packages, ask),
		hooks: new core.ExecutionLifecycleHooks('trigger', 'sandbox', about),
		executionId: 'sandbox',
	};
	const data = library.createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [{ node: findStart({ ...given, nodes }, nodeTypes), data: { main: [items] }, source: null }] as never,
		},
	});
	const { data: ended } = await new core.WorkflowExecute(additionalData, 'trigger', data).processRunExecutionData(workflow);
	const { error, runData } = ended.resultData;
	const isRefused = (name: string) => nodes.some((node) => node.name === name && permitted?.includes(node.type) === false);
	const goesOn = new Set(nodes.filter(goesOnAfterErrors).map((node) => node.name));
	const runs = Object.entries(runData).flatMap(([node, each]) => each.map((run) => ({ node, run })));
	return {
		finished: error === undefined,
		...(error && { error: error.message }),
		runs: runs
			.sort((one, other) => one.run.executionIndex - other.run.executionIndex)
			.map(({ node, run }) => ({
				node,
				durationMs: run.executionTime,
				outputs: (run.data?.main ?? []).map((output) => (output ?? []).map(({ json }) => json)),
				...(run.error && { error: run.error.message }),
				...(goesOn.has(node) && countErrors(run.data?.main ?? [])),
				...(isRefused(node) && { code: 'CAPABILITY_MISSING' as const }),
			})),
	};
}

const goesOnAfterErrors = ({ onError, continueOnFail }: INode): boolean =>
	continueOnFail === true || (onError !== undefined && onError !== 'stopWorkflow');

/** n8n puts an item's error beside its data, or in its place. */
function countErrors(outputs: Array<INodeExecutionData[] | null>): Pick<NodeRun, 'failedItems'> {
	const failedItems = outputs.flatMap((items) => items ?? []).filter(({ error, json }) => (error ?? json.error) !== undefined).length;
	return failedItems === 0 ? {} : { failedItems };
}

function findDefaultVersion(type: string, nodeTypes: INodeTypes): number {
	const { defaultVersion, version } = nodeTypes.getByNameAndVersion(type).description;
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}

function findStart(
	{ nodes, connections, start }: Pick<WorkflowToRun, 'connections' | 'start'> & { nodes: INode[] },
	nodeTypes: INodeTypes,
): INode {
	const led = new Set(Object.values(connections).flatMap(({ main = [] }) => main.flatMap((one) => (one ?? []).map(({ node }) => node))));
	const isTrigger = ({ type, typeVersion }: INode) =>
		nodeTypes.getByNameAndVersion(type, typeVersion).description.group.includes('trigger');
	const enabled = nodes.filter(({ disabled }) => !disabled);
	const found =
		start === undefined
			? (enabled.find(isTrigger) ?? enabled.find(({ name }) => !led.has(name)))
			: enabled.find(({ name }) => name === start);
	if (found) return found;
	throw refuse(start === undefined ? 'The workflow has no node to start with.' : `The workflow has no node "${start.slice(0, 200)}".`);
}

/** Loads only permitted node types. Others fail when reached, before their code runs. */
function permitNodeTypes(nodeTypes: INodeTypes, permitted: readonly string[] | undefined): INodeTypes {
	if (permitted === undefined) return nodeTypes;
	return {
		...nodeTypes,
		getByName: (type) => (permitted.includes(type) ? nodeTypes.getByName(type) : createRefusedType(type)),
		getByNameAndVersion: (type, version) =>
			permitted.includes(type) ? nodeTypes.getByNameAndVersion(type, version) : createRefusedType(type),
	};
}
