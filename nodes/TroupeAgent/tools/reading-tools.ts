import { type IExecuteFunctions, NodeConnectionTypes, nodeNameToToolName } from 'n8n-workflow';

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
	`${base}hackerNewsTool`,
	`${base}rssFeedReadTool`,
]);

/** Operations that change nothing, as the nodes of n8n and of this package name them. */
const readingOperations = new Set(['get', 'getAll', 'getMany', 'search', 'list', 'read', 'lookup', 'count', 'find', 'recall', 'resolve']);

/**
 * The names of the connected tools that only read, judged by the type and the operation of their nodes. What another package's node does, nobody
 * here knows: a person is asked.
 */
export function readingTools(context: Pick<IExecuteFunctions, 'getNode' | 'getParentNodes'>): Set<string> {
	const nodes = context.getParentNodes(context.getNode().name, {
		connectionType: NodeConnectionTypes.AiTool,
		depth: 1,
		includeNodeParameters: true,
	}) as ToolNode[];
	return new Set(nodes.filter(onlyReads).map(({ name }) => nodeNameToToolName(name)));
}

function onlyReads({ type, parameters = {} }: ToolNode): boolean {
	if (readingNodes.has(type)) return true;
	if (type === `${base}httpRequestTool`) return parameters.method === 'GET' && isFixed(parameters.url);
	const isKnown = [langchain, base, ours].some((known) => type.startsWith(known)) && type.endsWith('Tool');
	return isKnown && typeof parameters.operation === 'string' && readingOperations.has(parameters.operation);
}

/** An address that a model fills in can carry away what the model knows. */
const isFixed = (url: unknown) => typeof url === 'string' && !/\$from_?ai/i.test(url);
