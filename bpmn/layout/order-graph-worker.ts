/**
 * The thread that orders the nodes of a diagram: its library recurses along paths, beyond the main thread's stack. Imports no other file of the
 * project: it is one file in every build.
 */
import { parentPort, workerData } from 'node:worker_threads';
import dagre from '@dagrejs/dagre';

export interface Graph {
	gaps: { nodesep: number; edgesep: number };
	nodes: Array<{ id: string; width: number; height: number }>;
	edges: Array<{ id: string; from: string; to: string }>;
}

export interface OrderedGraph {
	nodes: Map<string, { rank: number; y: number }>;
	/** Points of each edge, by its id: the first one at the border of the source, the next one in the rank after it. */
	points: Map<string, Array<{ y: number }>>;
}

const { gaps, nodes, edges } = workerData as Graph;
const graph = new dagre.graphlib.Graph({ multigraph: true });
graph.setGraph({ rankdir: 'LR', ...gaps });
for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
for (const { id, from, to } of edges) graph.setEdge(from, to, {}, id);
dagre.layout(graph);
const ordered: OrderedGraph = {
	nodes: new Map(
		nodes.map(({ id }) => {
			const { rank, y } = graph.node(id) as { rank: number; y: number };
			return [id, { rank, y }];
		}),
	),
	points: new Map(edges.map(({ id, from, to }) => [id, (graph.edge(from, to, id) as { points: Array<{ y: number }> }).points])),
};
parentPort!.postMessage(ordered);
