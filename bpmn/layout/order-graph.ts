import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Graph, OrderedGraph } from './order-graph-worker';

const stackSizeMb = 512;

/** Orders the nodes of a graph without circles in a thread of its own. @throws RangeError when a path is longer than its stack */
export function orderGraph(graph: Graph): Promise<OrderedGraph> {
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
