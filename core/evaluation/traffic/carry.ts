import { TroupeError } from '../../base/errors';
import type { Retriever } from '../../ports/knowledge/passages';
import type { ChatModel, ChatResponse } from '../../ports/models/models';
import type { Tool, ToolResult, ToolSource } from '../../ports/tools/tools';
import { canonicalJson } from '../../json-schema/canonical-json';
import { hasArguments } from '../assertions/tool-assertion';
import type { ToolFixture } from '../cases/evaluation-set';
import { describeRequest } from './canonical-request';
import { type BeyondModel, type BeyondTool, type BeyondTools, currentCase } from './traffic';

/** Routes model calls through the running case's traffic. @param open not called offline */
export function carryModel(id: string, open: () => Promise<ChatModel>): ChatModel {
	let opened: Promise<ChatModel> | undefined;
	const generate: ChatModel['generate'] = async (request, signal) => {
		const asked = { kind: 'model' as const, name: id, request: describeRequest(request), beyond: request satisfies BeyondModel };
		return currentCase().traffic.exchange<ChatResponse>(asked, async () => (await (opened ??= open())).generate(request, signal));
	};
	return {
		id,
		generate,
		async *stream(request, signal) {
			const response = await generate(request, signal);
			if (response.text !== '') yield { kind: 'text', text: response.text };
			for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
			yield { kind: 'end', response };
		},
	};
}

/** Routes tool calls through the traffic, unless a fixture answers. @param agent the tool's owner */
export function carryTool(tool: Tool, agent: string): Tool {
	return {
		...tool,
		async call(input, context) {
			const scope = currentCase();
			const { fixtures, perform, traffic } = scope;
			const fixture = takeFixture(fixtures, tool.name, input);
			if (fixture) return toResult(fixture);
			if (perform?.includes(tool.name) === false) throw (scope.refused ??= notPerformed(tool.name));
			const { signal: _signal, keep: _keep, kept: _kept, ...known } = context;
			const beyond: BeyondTool = { agent, context: known, arguments: input };
			const asked = { kind: 'tool' as const, name: tool.name, request: { source: tool.source, arguments: input }, beyond };
			return traffic.exchange<ToolResult>(asked, () => tool.call(input, context));
		},
	};
}

/** Fixtures of equal calls answer in order; the last one repeats. */
function takeFixture(fixtures: ToolFixture[], name: string, input: unknown): ToolFixture | undefined {
	const at = fixtures.findIndex((one) => one.tool === name && hasArguments(input, one.arguments ?? {}));
	const fixture = fixtures[at];
	const isEqual = (other: ToolFixture) =>
		other.tool === name && canonicalJson(other.arguments ?? {}) === canonicalJson(fixture?.arguments ?? {});
	if (fixtures.slice(at + 1).some(isEqual)) fixtures.splice(at, 1);
	return fixture;
}

const notPerformed = (tool: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent called the tool ${tool}, which no fixture of the case answers, and which "fixtures.perform" does not name.`,
		fix: `Add a fixture for ${tool} to "fixtures.tools", or its name to "fixtures.perform" if it does no harm.`,
	});

const toResult = ({ result, error }: ToolFixture): ToolResult =>
	error === undefined ? { kind: 'ok', text: result ?? '' } : { kind: 'error', text: error };

/**
 * Routes the source's tool list through the traffic. @param definition a list recorded for another definition does not count @param agent the
 * source's owner
 */
export function carrySource(source: ToolSource, definition: unknown, agent: string): ToolSource {
	return {
		name: source.name,
		...(source.source !== undefined && { source: source.source }),
		async tools(...asking) {
			const { respond, traffic } = currentCase();
			if (respond && source.describe) return source.describe().map((tool) => carryTool({ ...tool, call: refuse }, agent));
			let live: Tool[] = [];
			const asked = { kind: 'tools' as const, name: source.name, request: definition, beyond: { agent } satisfies BeyondTools };
			const list = async () => (live = await source.tools(...asking)).map(describeTool);
			const described = await traffic.exchange(asked, list);
			const tools = live.length > 0 ? live : described.map((each): Tool => ({ ...each, call: refuse }));
			return tools.map((tool) => carryTool(tool, agent));
		},
		close: () => source.close(),
	};
}

export function describeTool(tool: Tool): Omit<Tool, 'call'> {
	const { name, description, parameters, source, effect, limits } = tool;
	return { name, description, parameters, source, effect, ...(limits && { limits }) };
}

/** Unreachable: offline, a recording answers. */
const refuse = (): Promise<never> => Promise.reject(new Error('A tool was called offline, where its recording answers.'));

export function carryRetriever(retriever: Retriever, agent: string): Retriever {
	return {
		retrieve: (question, limit, signal, asker) =>
			currentCase().traffic.exchange({ kind: 'passages', name: agent, request: { question, limit } }, () =>
				retriever.retrieve(question, limit, signal, asker),
			),
	};
}
