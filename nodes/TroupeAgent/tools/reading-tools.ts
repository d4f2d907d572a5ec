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

const readingNodes = new Set([
	...['toolCalculator', 'toolSearXng', 'toolSerpApi', 'toolThink', 'toolVectorStore', 'toolWikipedia', 'toolWolframAlpha'].map(
		(name) => `${langchain}${name}`,
	),
	...['coinGeckoTool', 'dateTimeTool', 'hackerNewsTool', 'openWeatherMapTool', 'rssFeedReadTool'].map((name) => `${base}${name}`),
]);

/** Read-only operations, as n8n's and our nodes name them: `get`, `getAll`, `readRows`, but not `findOneAndUpdate`. */
const readingOperation = /^(?:get|search|list|read|lookup|count|find)(?![a-z])(?!\w*(?:And|Or)[A-Z])/;

/** Other words with one meaning in all n8n nodes: of databases, calendars, chats and key stores. */
const readingOperations = new Set([
	'select',
	'rowExists',
	'rowNotExists',
	'availability',
	'history',
	'replies',
	'changelog',
	'transitions',
	'info',
	'keys',
	'llen',
]);

/** Words of this package only: an alert resolved elsewhere is changed. */
const ownReadingOperations = new Set(['recall', 'resolve']);

/** Judges by node type and operation. Tools of other packages are unknown and need approval. */
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

const requestTools = new Set([`${base}httpRequestTool`, `${langchain}toolHttpRequest`]);

/** An address filled in by a model can leak knowledge. The older tool marks such places by `{name}`, outside of expressions. */
const isFixed = (url: unknown) =>
	typeof url === 'string' && !/\$from_?ai/i.test(url) && !/\{[^{}]+\}/.test(url.replace(/\{\{.*?\}\}/gs, ''));
