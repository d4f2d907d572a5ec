import { type IExecuteFunctions, NodeConnectionTypes, nodeNameToToolName } from 'n8n-workflow';
import type { ConnectedTool } from '../../shared/connected/connected-tool';

interface ToolNode {
	name: string;
	type: string;
	parameters?: Record<string, unknown>;
}

const langchain = '@n8n/n8n-nodes-langchain.';
const base = 'n8n-nodes-base.';
const ours = 'n8n-nodes-troupe.';

/** Tools of n8n that change nothing whatever they are asked. */
const readingNodes = new Set([
	...['toolCalculator', 'toolSearXng', 'toolSerpApi', 'toolThink', 'toolVectorStore', 'toolWikipedia', 'toolWolframAlpha'].map(
		(name) => `${langchain}${name}`,
	),
	...['coinGeckoTool', 'dateTimeTool', 'hackerNewsTool', 'openWeatherMapTool', 'rssFeedReadTool'].map((name) => `${base}${name}`),
]);

/** Operations that change nothing, as the nodes of n8n and of this package name them: `get`, `getAll`, `readRows`, but not `findOneAndUpdate`. */
const readingOperation = /^(?:get|search|list|read|lookup|count|find)(?![a-z])(?!\w*(?:And|Or)[A-Z])/;

/** Other words of n8n's nodes, each of which means the same in all of them: of databases, calendars, chats and stores of keys. */
const readingOperations = new Set([
	...['select', 'rowExists', 'rowNotExists', 'availability', 'history', 'replies', 'changelog', 'transitions', 'info', 'keys', 'llen'],
]);

/** Words of this package alone: an alert that is resolved elsewhere is changed. */
const ownReadingOperations = new Set(['recall', 'resolve']);

/**
 * Judges which connected tools only read, by the type and the operation of their nodes. What another package's node does, nobody here knows: a
 * person is asked.
 */
export function readingTools(
	context: Pick<IExecuteFunctions, 'getNode' | 'getParentNodes'>,
): (tool: Pick<ConnectedTool, 'name' | 'metadata'>) => boolean {
	const nodes = context.getParentNodes(context.getNode().name, {
		connectionType: NodeConnectionTypes.AiTool,
		depth: 1,
		includeNodeParameters: true,
	}) as ToolNode[];
	const reading = nodes.filter(onlyReads).map(({ name }) => name);
	const toolNames = new Set(reading.map((name) => nodeNameToToolName(name)));
	// Some nodes name their tool in a field.
	return ({ name, metadata: { sourceNodeName } = {} }) => (sourceNodeName ? reading.includes(sourceNodeName) : toolNames.has(name));
}

function onlyReads({ type, parameters = {} }: ToolNode): boolean {
	if (readingNodes.has(type)) return true;
	if (requestTools.has(type)) return parameters.method === 'GET' && isFixed(parameters.url);
	if (type.startsWith(`${langchain}vectorStore`)) return parameters.mode === 'retrieve-as-tool';
	const { operation } = parameters;
	if (typeof operation !== 'string' || !type.endsWith('Tool')) return false;
	if (type.startsWith(ours) && ownReadingOperations.has(operation)) return true;
	const reads = readingOperation.test(operation) || readingOperations.has(operation);
	return reads && [langchain, base, ours].some((known) => type.startsWith(known));
}

/** The second one is of older workflows. */
const requestTools = new Set([`${base}httpRequestTool`, `${langchain}toolHttpRequest`]);

/** An address that a model fills in can carry away what the model knows. The older tool marks these places by `{name}`, outside of expressions. */
const isFixed = (url: unknown) =>
	typeof url === 'string' && !/\$from_?ai/i.test(url) && !/\{[^{}]+\}/.test(url.replace(/\{\{.*?\}\}/gs, ''));
