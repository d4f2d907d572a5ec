import type { EngineRequest, IExecuteFunctions, INodeType, INodeTypes, NodeOutput } from 'n8n-workflow';
import { whileCalled } from '../../../core/base/async/call-signal';
import { TroupeError } from '../../../core/base/errors';
import { withToolRuns } from './tool-runs';

const action = (nodeName: string, toolName: string | undefined, input: object) => ({
	...{ actionType: 'ExecutionNodeAction', nodeName, input, type: 'ai_tool', id: `call of ${toolName}`, metadata: { toolName } },
});

/** A node that asks for these calls, and then returns what it was answered. */
function askingNode(actions: object[]): INodeType {
	const execute = async (response?: object): Promise<NodeOutput> =>
		response ? [[{ json: response as never }]] : ({ actions, metadata: { round: 1 } } as unknown as EngineRequest);
	return { description: {}, execute } as unknown as INodeType;
}

const tool = (name: string, sourceNodeName: string, invoke = async (input: unknown): Promise<unknown> => input) => ({
	...{ name, description: '', schema: {}, invoke, metadata: { sourceNodeName } },
});

/** Executes the node as n8n does for a call of it as a tool. */
function execute(type: INodeType, context: object) {
	const nodeTypes = { getByNameAndVersion: () => type } as unknown as INodeTypes;
	return withToolRuns({ nodeTypes })
		.nodeTypes.getByNameAndVersion('helper')
		.execute!.call(context as IExecuteFunctions);
}

async function answersOf(actions: object[], tools: object[], signal?: AbortSignal) {
	const context = { getInputConnectionData: async () => tools, getExecutionCancelSignal: () => signal };
	const output = (await execute(askingNode(actions), context)) as Array<
		Array<{ json: { actionResponses: Array<{ data: object }>; metadata: object } }>
	>;
	return output[0]![0]!.json;
}

describe('a node that a tool is', () => {
	it('gets the results of the calls that it asks for, in their order, with what it gave along', async () => {
		const actions = [action('MCP', 'look', { tool: 'look', q: 1 }), action('Web', 'Web', { tool: 'drill' }), action('Web', undefined, {})];
		const tools = [{ tools: [tool('find', 'MCP'), tool('look', 'MCP')] }, tool('Web', 'Web')];
		const { actionResponses, metadata } = await answersOf(actions, tools);
		expect(metadata).toEqual({ round: 1 });
		expect(actionResponses.map(({ data }) => data)).toMatchObject(
			['{"q":1}', '{"tool":"drill"}', '{}'].map((output) => ({ executionStatus: 'success', data: { ai_tool: [[{ json: { output } }]] } })),
		);
		expect(actionResponses).toMatchObject(actions.map((asked) => ({ action: asked })));
	});

	it('is told of a call that fails, and of a tool that is missing', async () => {
		const broken = tool('Web', 'Web', () => Promise.reject(new Error('no route')));
		const { actionResponses } = await answersOf([action('Web', 'Web', {}), action('Fax', 'Fax', {})], [broken]);
		expect(actionResponses.map(({ data }) => data)).toMatchObject([
			{ executionStatus: 'error', error: { message: 'no route' } },
			{ executionStatus: 'error', error: { message: expect.stringContaining('Fax') as string } },
		]);
	});

	it('ends when the execution is cancelled, and where a person would have to be asked below it', async () => {
		await expect(answersOf([action('Web', 'Web', {})], [], AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
		const gated = { ...tool('Web', 'Slack'), metadata: { sourceNodeName: 'Slack', gatedToolNodeName: 'Web' } };
		const answer = answersOf([action('Slack', 'Web', {})], [gated]);
		await expect(answer).rejects.toThrow(TroupeError);
		await expect(answer).rejects.toThrow('a node that asks a person');
	});

	it('calls nothing more when its agent no longer waits for it, and connects to its tools once', async () => {
		const asked: string[] = [];
		const connect = jest.fn(async () => [tool('Web', 'Web', async () => asked.push('Web'))]);
		const over = new AbortController();
		const type = askingNode([]);
		type.execute = async function (this: IExecuteFunctions) {
			expect(this.getExecutionCancelSignal()).toBe(over.signal);
			if (asked.length === 2) over.abort(new Error('too late'));
			return { actions: [action('Web', 'Web', {})], metadata: {} } as unknown as EngineRequest;
		};
		const context = { getInputConnectionData: connect, getExecutionCancelSignal: () => undefined };
		await expect(whileCalled(over.signal, () => execute(type, context))).rejects.toThrow('too late');
		expect(asked).toEqual(['Web', 'Web']);
		expect(connect).toHaveBeenCalledTimes(1);
	});

	it('says nothing in a chat that streams, as a tool of any kind', async () => {
		const streams: Array<boolean | undefined> = [];
		const note = async function (this: Partial<IExecuteFunctions>) {
			streams.push(this.isStreaming?.());
			return [[]] as never;
		};
		const types = [{ execute: note }, { supplyData: note }] as unknown as INodeType[];
		const nodeTypes = { getByNameAndVersion: (index: string) => types[Number(index)] } as unknown as INodeTypes;
		const { getByNameAndVersion } = withToolRuns({ nodeTypes }).nodeTypes;
		const context = () => ({ isStreaming: () => true }) as IExecuteFunctions;
		await getByNameAndVersion('0').execute!.call(context());
		await getByNameAndVersion('1').supplyData!.call(context() as never, 0);
		expect(streams).toEqual([false, false]);
	});

	it('stays as it is where it asks for nothing, is unknown, or cannot be run', async () => {
		const plain = { description: {}, execute: async () => [[{ json: { a: 1 } }]] } as unknown as INodeType;
		const types: Array<INodeType | undefined> = [plain, undefined, { description: {} } as INodeType];
		const nodeTypes = { getByNameAndVersion: () => types.shift() } as unknown as INodeTypes;
		const { getByNameAndVersion } = withToolRuns({ nodeTypes }).nodeTypes;
		expect(await getByNameAndVersion('plain').execute!.call({} as IExecuteFunctions)).toEqual([[{ json: { a: 1 } }]]);
		expect([getByNameAndVersion('unknown'), getByNameAndVersion('trigger')]).toEqual([undefined, { description: {} }]);
	});
});
