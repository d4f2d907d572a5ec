import {
	type EngineRequest,
	type EngineResponse,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypes,
	type ISupplyDataFunctions,
	type ITaskData,
	NodeConnectionTypes,
	type NodeOutput,
} from 'n8n-workflow';
import { getErrorMessage } from '../../../core/base/errors';
import { type ConnectedTool, listConnectedTools, readToolResult } from './connected-tool';
import { readCallSignal } from '../../../core/base/async/call-signal';

type Action = EngineRequest['actions'][number];

/** Context of a node that n8n runs as a tool. */
type ToolContext = IExecuteFunctions & Pick<ISupplyDataFunctions, 'getNextRunIndex'> & Inside;

interface Inside {
	runIndex: number;
	runExecutionData: { resultData: { runData: Record<string, ITaskData[] | undefined> } };
}

/**
 * Returns the workflow as n8n's contexts read it to run tools, at any depth. There, each call of a tool
 * - reads and writes its own run. n8n counts the runs of a tool when the tool is taken: calls of tools that were taken at the same time, for
 *   several items or by several agents, would get each other's arguments and results.
 * - may ask for calls of the tools below it, as n8n's agents do. n8n's engine answers that for nodes in the workflow's row only.
 */
export function withToolRuns<Workflow extends { nodeTypes: INodeTypes }>(workflow: Workflow): Workflow {
	const { nodeTypes } = workflow;
	const getByNameAndVersion: INodeTypes['getByNameAndVersion'] = (...asked) =>
		withOwnRuns(nodeTypes.getByNameAndVersion(...asked)) as INodeType;
	return withField(workflow, 'nodeTypes', withField(nodeTypes, 'getByNameAndVersion', getByNameAndVersion));
}

function withOwnRuns(type: INodeType | undefined): INodeType | undefined {
	if (type?.supplyData)
		return withField(type, 'supplyData', function (this: ISupplyDataFunctions, item) {
			return type.supplyData!.call(numberCopies(bindToCall(this)), item);
		});
	if (!type?.execute) return type;
	return withField(type, 'execute', function (this: IExecuteFunctions) {
		return answerRequests(useOwnRun(bindToCall(this as ToolContext)), type);
	});
}

/** Copies the object without copying it: n8n's have methods and more fields than these types tell. */
const withField = <Source extends object, Name extends keyof Source>(source: Source, name: Name, value: Source[Name]): Source =>
	Object.create(source, { [name]: { value, writable: true } }) as Source;

/** Corrects the number of the run whose input n8n has written down a moment ago, as the last one. */
function useOwnRun(context: ToolContext): ToolContext {
	const own = context.getNextRunIndex?.() - 1;
	const run = context.runExecutionData?.resultData.runData[context.getNode().name]?.[own];
	if (run === undefined || run.inputOverride?.[NodeConnectionTypes.AiTool]?.[0] !== context.getInputData()) return context;
	context.runIndex = own;
	return writeTo(own, context);
}

/** The same for a node that makes a context for each call itself, such as Call n8n Workflow. */
function numberCopies(context: ISupplyDataFunctions): ISupplyDataFunctions {
	const copy = context.cloneWith?.bind(context);
	if (!copy) return context;
	context.cloneWith = (replacements) => {
		const runIndex = context.getNextRunIndex();
		return writeTo(runIndex, bindToCall(copy({ ...replacements, runIndex })));
	};
	return context;
}

function writeTo<Context extends Pick<IExecuteFunctions, 'addOutputData'>>(run: number, context: Context): Context {
	const write = context.addOutputData.bind(context);
	context.addOutputData = (type, _counted, ...result) => write(type, run, ...result);
	return context;
}

/** Executes the node until it asks for nothing more. n8n's agents limit their rounds. */
async function answerRequests(context: ToolContext, type: INodeType): Promise<NodeOutput> {
	let tools: ConnectedTool[] | undefined;
	let output = await type.execute!.call(context);
	while (isRequest(output)) {
		const signal = context.getExecutionCancelSignal();
		signal?.throwIfAborted();
		// Once: each time, an MCP client would connect to its server again.
		tools ??= await takeTools(context);
		const actionResponses = await performAll(output.actions, tools, signal);
		output = await type.execute!.call(context, { actionResponses, metadata: output.metadata });
	}
	return output;
}

async function takeTools(context: ToolContext): Promise<ConnectedTool[]> {
	return listConnectedTools(await context.getInputConnectionData(NodeConnectionTypes.AiTool, 0)).map(({ tool }) => tool);
}

const performAll = (actions: Action[], tools: ConnectedTool[], signal?: AbortSignal) =>
	Promise.all(actions.map((action) => perform(action, tools, signal)));

const isRequest = (output: NodeOutput): output is EngineRequest => 'actions' in (output ?? []);

async function perform(action: Action, tools: ConnectedTool[], signal?: AbortSignal): Promise<EngineResponse['actionResponses'][number]> {
	const { toolName } = (action.metadata ?? {}) as { toolName?: string };
	const ofNode = tools.filter(({ metadata }) => metadata?.sourceNodeName === action.nodeName);
	const tool = ofNode.find(({ name }) => name === toolName) ?? (ofNode.length === 1 ? ofNode[0] : undefined);
	const task = { startTime: Date.now(), executionTime: 0, executionIndex: 0, source: [] };
	try {
		if (!tool) throw new Error(`No connected tool is called ${toolName ?? action.nodeName}.`);
		const { tool: named, ...input } = action.input;
		// To n8n's engine, an agent names the tool of a toolkit among its arguments.
		const { text } = readToolResult(await tool.invoke(named === toolName ? input : action.input, { signal, callbacks: [] }));
		return {
			action,
			data: { ...task, executionStatus: 'success', data: { [NodeConnectionTypes.AiTool]: [[{ json: { output: text } }]] } },
		};
	} catch (error) {
		return {
			action,
			data: { ...task, executionStatus: 'error', error: { name: 'Error', message: getErrorMessage(error) } as ITaskData['error'] },
		};
	}
}

/** n8n's types know `isStreaming` of some contexts only, though all have it. */
type ToolNodeContext = Pick<IExecuteFunctions, 'getExecutionCancelSignal'> & Partial<Pick<IExecuteFunctions, 'isStreaming'>>;

/** Ends an unawaited tool node, and keeps it out of a streaming chat: guardrails judge what people read. */
function bindToCall<Context extends ToolNodeContext>(context: Context): Context {
	const signal = readCallSignal();
	return Object.assign(context, { isStreaming: () => false, ...(signal && { getExecutionCancelSignal: () => signal }) });
}
