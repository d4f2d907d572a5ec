import { readAiParameters } from '../ai-parameters';
import type { AdHocElement, FlowNode, ProcessModel } from './process-model';

/** Zeebe's documentation, ad-hoc sub-processes: what no flow leads to may be begun from outside. */
const activatableIn = (subProcessId: string, { nodes }: ProcessModel): FlowNode[] =>
	nodes.filter((node) => node.scopeId === subProcessId && node.incoming.length === 0 && !begunOtherwise.has(node.type));

const begunOtherwise = new Set(['boundaryEvent', 'eventSubProcess', 'startEvent']);

/** Adds to every ad-hoc sub-process what is told of its elements. */
export async function describeAdHoc(process: ProcessModel): Promise<void> {
	for (const { id, adHoc } of process.nodes) {
		if (adHoc) adHoc.elements = await Promise.all(asJavaOrders(activatableIn(id, process)).map(describe));
	}
}

/** Sorts nodes as Java's hash map orders their ids, which is Zeebe's order (recorded from 8.8). */
function asJavaOrders(nodes: FlowNode[]): FlowNode[] {
	let buckets = 16;
	while (nodes.length > buckets * 0.75) buckets *= 2;
	const computeBucket = (id: string): number => {
		let hash = 0;
		for (let index = 0; index < id.length; index++) hash = (Math.imul(hash, 31) + id.charCodeAt(index)) | 0;
		return (hash ^ (hash >>> 16)) & (buckets - 1);
	};
	return nodes.toSorted((a, b) => computeBucket(a.id) - computeBucket(b.id));
}

async function describe({ id, name, documentation, properties, inputs }: FlowNode): Promise<AdHocElement> {
	const parameters = (await Promise.all(inputs.map(({ source }) => readAiParameters(source)))).flat();
	return {
		elementId: id,
		...(name !== '' && { elementName: name }),
		...(documentation !== undefined && { documentation }),
		...(properties && { properties }),
		...(parameters.length > 0 && { parameters }),
	};
}
