import { foldAccents, listForms } from '../../words/terms';

export interface KnownNode {
	/** Full name, such as `n8n-nodes-base.slack`. */
	type: string;
	title: string;
	description: string;
	aliases: string[];
}

interface Alternative {
	kind: 'n8n-node' | 'http' | 'mcp';
	node?: string;
	reason: string;
}

const maxNodes = 3;
const maxName = 200;
const verbs = new Set(
	'get list find search look up create add new make send update set put post delete remove read write fetch check call run query use by for to from of in the a data info tool api request buscar criar enviar obter listar consultar atualizar'.split(
		' ',
	),
);

/** Nodes with matching words, best first, and general alternatives. */
export function suggestAlternatives(tool: string, nodes: readonly KnownNode[]): Alternative[] {
	const words = readWords(tool.slice(0, maxName));
	const fits = nodes
		.map((node) => ({ node, matches: matchWords(words, node) }))
		.filter(({ matches }) => matches.score > 0)
		.sort((one, other) => other.matches.score - one.matches.score || one.node.type.length - other.node.type.length)
		.filter(({ matches }, _index, [best]) => matches.score > best!.matches.score / 2)
		.slice(0, maxNodes);
	return [
		...fits.map(({ node, matches }): Alternative => ({
			kind: 'n8n-node',
			node: node.type,
			reason: `${node.title} has ${matches.words.join(', ')} in its description. Define it as a tool of kind n8n-node, or connect it to the agent in n8n.`,
		})),
		{
			kind: 'http',
			reason: 'If the service has an HTTP API: define a tool of kind http with its address and parameters.',
		},
		{
			kind: 'mcp',
			reason: 'If the service, or somebody, offers an MCP server: define a tool of kind mcp, and pin its tools (troupe agent tools).',
		},
	];
}

const readWords = (text: string): string[] => [
	...new Set(
		foldAccents(text.replace(/([a-z])([A-Z])/g, '$1 $2'))
			.toLowerCase()
			.split(/[^a-z0-9]+/)
			.filter((word) => word.length > 1 && !verbs.has(word)),
	),
];

/** A word of the name counts most, of an alias less, of the description least. */
function matchWords(words: string[], { type, title, description, aliases }: KnownNode): { score: number; words: string[] } {
	const places: Array<[number, Set<string>]> = [
		[6, stems(`${type.slice(type.lastIndexOf('.') + 1)} ${title}`)],
		[3, stems(aliases.join(' '))],
		[1, stems(description)],
	];
	const found = words.map((word) => [word, places.find(([, known]) => toStems(word).some((stem) => known.has(stem)))?.[0] ?? 0] as const);
	const matches = found.filter(([, score]) => score > 0);
	return { score: matches.reduce((sum, [, score]) => sum + score, 0), words: matches.map(([word]) => word) };
}

const stems = (text: string): Set<string> => new Set(readWords(text).flatMap(toStems));
const toStems = (word: string): string[] => [word, ...listForms(word, ['pt', 'en'])];
