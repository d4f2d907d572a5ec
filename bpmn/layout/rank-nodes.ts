import type { Bounds } from './geometry';
import type { Connection } from './read-scope';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Graph, OrderedGraph } from './order-graph-worker';

const stackSizeMb = 512;

/** Runs in a thread of its own. @throws RangeError when a path is longer than its stack */
function orderGraph(graph: Graph): Promise<OrderedGraph> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(join(__dirname, 'order-graph-worker.ts'), {
			workerData: graph,
			resourceLimits: { stackSizeMb },
			execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning'],
		});
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', (code) => reject(new Error(`the thread that orders the nodes ended with code ${code}`)));
	});
}

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

/** Orders nodes: connections lead to the right, are short and cross seldom. @param connections without circles */
export async function rankNodes(
	sizes: Map<string, Pick<Bounds, 'width' | 'height'>>,
	connections: Connection[],
	hostOf: (id: string) => string,
): Promise<Ranks> {
	const { nodes, points } = await orderGraph({
		gaps: { nodesep: nodeGap, edgesep: laneGap },
		nodes: [...sizes].map(([id, { width, height }]) => ({ id, width, height })),
		edges: connections.map(({ id, sourceId, targetId }) => ({ id, from: hostOf(sourceId), to: hostOf(targetId) })),
	});
	const isExit = ({ sourceId }: Connection) => sourceId !== hostOf(sourceId);
	const node = (id: string) => nodes.get(id)!;
	const rises = connections.filter(isExit).map(({ sourceId, targetId }) => Math.sign(node(hostOf(sourceId)).y - node(hostOf(targetId)).y));
	// Boundary events are at the lower border: the drawing is turned over where that brings more of their targets down.
	const down = rises.reduce((sum, rise) => sum + rise, 0) > 0 ? -1 : 1;
	return {
		// The library puts a rank between two columns, for labels of connections.
		columnOf: (id) => node(id).rank / 2,
		middleOf: (id) => Math.round(down * node(id).y),
		laneOf: ({ id, sourceId }, column) => Math.round(down * points.get(id)![column * 2 - node(hostOf(sourceId)).rank]!.y),
	};
}
