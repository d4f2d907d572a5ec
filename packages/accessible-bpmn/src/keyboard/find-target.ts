import { listScope, type Graph, type GraphNode } from '../graph/graph';

export type Move =
	| { readonly kind: 'next' | 'previous' | 'up' | 'down' | 'into' | 'out' | 'first' | 'last' }
	| { readonly kind: 'way'; readonly number: number };

export function readMove(key: string): Move | undefined {
	switch (key) {
		case 'ArrowRight':
			return { kind: 'next' };
		case 'ArrowLeft':
			return { kind: 'previous' };
		case 'ArrowUp':
			return { kind: 'up' };
		case 'ArrowDown':
			return { kind: 'down' };
		case 'Enter':
			return { kind: 'into' };
		case 'Escape':
			return { kind: 'out' };
		case 'Home':
			return { kind: 'first' };
		case 'End':
			return { kind: 'last' };
		default:
			return /^[1-9]$/.test(key) ? { kind: 'way', number: Number(key) } : undefined;
	}
}

/**
 * Returns the element that the move leads to; undefined where there is none.
 * @param cameFrom the element from which each was reached by flow: back is where one came from, and its other ways are the neighbours
 */
export function findTarget(graph: Graph, id: string, move: Move, cameFrom: ReadonlyMap<string, string>): string | undefined {
	const node = graph.nodes.get(id);
	if (!node) return undefined;
	switch (move.kind) {
		case 'next':
			// A pool is not part of a flow: what comes next is in it.
			return node.ways[0]?.target ?? (node.type === 'Participant' ? node.children[0] : undefined);
		case 'way':
			return node.ways[move.number - 1]?.target;
		case 'previous':
			return findPrevious(node, cameFrom);
		case 'down':
			return findBeside(graph, node, 1, cameFrom);
		case 'up':
			return findBeside(graph, node, -1, cameFrom);
		case 'into':
			return node.children[0];
		case 'out':
			return node.scope;
		case 'first':
			return listScope(graph, node.scope)[0];
		case 'last':
			return listScope(graph, node.scope).at(-1);
	}
}

/** A boundary event leads back to its activity. */
function findPrevious(node: GraphNode, cameFrom: ReadonlyMap<string, string>): string | undefined {
	const before = cameFrom.get(node.id);
	if (before !== undefined && node.predecessors.some(({ target }) => target === before)) return before;
	return node.predecessors[0]?.target ?? node.host;
}

function findBeside(graph: Graph, node: GraphNode, step: 1 | -1, cameFrom: ReadonlyMap<string, string>): string | undefined {
	const beside = listBeside(graph, node, cameFrom);
	return beside[beside.indexOf(node.id) + step];
}

/** Returns the branches that begin at the same element, each followed by its boundary events; for what nothing leads to, all such elements of the scope. */
function listBeside(graph: Graph, node: GraphNode, cameFrom: ReadonlyMap<string, string>): string[] {
	const host = node.host === undefined ? node : (graph.nodes.get(node.host) ?? node);
	const before = findPrevious(host, cameFrom);
	const branches =
		before === undefined
			? listScope(graph, host.scope).filter((id) => isEntry(graph, id))
			: (graph.nodes.get(before)?.ways.map(({ target }) => target) ?? []);
	return [...new Set(branches.flatMap((id) => [id, ...(graph.nodes.get(id)?.boundaries ?? [])]))];
}

function isEntry(graph: Graph, id: string): boolean {
	const node = graph.nodes.get(id);
	return node !== undefined && node.host === undefined && node.predecessors.length === 0;
}
