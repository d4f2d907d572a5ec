export interface Way {
	readonly kind: 'sequence' | 'message' | 'link' | 'compensation' | 'association';
	readonly target: string;
	/** The name of the flow, such as the answer at a gateway. */
	readonly name: string;
}

export interface GraphNode {
	readonly id: string;
	/** The type without its prefix: `ServiceTask`. */
	readonly type: string;
	readonly trigger?: string;
	readonly name: string;
	readonly scope?: string;
	readonly lane?: string;
	readonly host?: string;
	readonly isInterrupting: boolean;
	readonly isEventSubProcess: boolean;
	readonly repeats?: string;
	/** In their order from top to bottom. */
	readonly boundaries: readonly string[];
	readonly ways: readonly Way[];
	readonly predecessors: readonly Way[];
	/** In reading order. */
	readonly children: readonly string[];
	/** Annotations and documentation. */
	readonly notes: readonly string[];
}

export interface Graph {
	readonly nodes: ReadonlyMap<string, GraphNode>;
	readonly roots: readonly string[];
	readonly order: readonly string[];
}

export const emptyGraph: Graph = { nodes: new Map(), roots: [], order: [] };

export function listScope(graph: Graph, scope: string | undefined): readonly string[] {
	return scope === undefined ? graph.roots : (graph.nodes.get(scope)?.children ?? []);
}
