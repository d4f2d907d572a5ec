import type { Bounds } from './geometry';
import type { Connection } from './read-scope';

/** Nodes in columns, from left to right. */
export interface Ranks {
	/** The column of each node, counted from 0, and its place in it, counted from the middle line. */
	columnOf(nodeId: string): number;
	middleOf(nodeId: string): number;
	/** The free height at which a connection crosses a column that lies between its ends. */
	laneOf(connection: Connection, column: number): number;
}

/** Between two nodes of a column: room for the labels of events and gateways. */
const nodeGap = 50;
const laneGap = 20;

/**
 * Orders nodes so that connections lead to the right, are short and cross seldom.
 * @param connections without circles
 */
export async function rankNodes(
	sizes: Map<string, Pick<Bounds, 'width' | 'height'>>,
	connections: Connection[],
	hostOf: (id: string) => string,
): Promise<Ranks> {
	const { graphlib, layout } = (await import('@dagrejs/dagre')).default;
	const graph = new graphlib.Graph({ multigraph: true });
	graph.setGraph({ rankdir: 'LR', nodesep: nodeGap, edgesep: laneGap });
	for (const [id, { width, height }] of sizes) graph.setNode(id, { width, height });
	const isExit = ({ sourceId }: Connection) => sourceId !== hostOf(sourceId);
	for (const { id, sourceId, targetId } of connections) graph.setEdge(hostOf(sourceId), hostOf(targetId), {}, id);
	layout(graph);
	const node = (id: string) => graph.node(id) as { rank: number; y: number };
	const rises = connections.filter(isExit).map(({ sourceId, targetId }) => Math.sign(node(hostOf(sourceId)).y - node(hostOf(targetId)).y));
	// Boundary events are at the lower border: the drawing is turned over where that brings more of their targets down.
	const down = rises.reduce((sum, rise) => sum + rise, 0) > 0 ? -1 : 1;
	return {
		// The library puts a rank between two columns, for labels of connections.
		columnOf: (id) => node(id).rank / 2,
		middleOf: (id) => Math.round(down * node(id).y),
		laneOf: ({ id, sourceId, targetId }, column) => {
			const { points } = graph.edge(hostOf(sourceId), hostOf(targetId), id) as { points: Array<{ y: number }> };
			// The first point is at the border of the source, the next one in the rank after it.
			return Math.round(down * points[column * 2 - node(hostOf(sourceId)).rank]!.y);
		},
	};
}
