import type { Scope, ScopeNode } from './read-scope';

/** New nodes that lead to each other, in document order. */
export function findClusters({ nodes, connections }: Scope, kept: Set<string>): ScopeNode[][] {
	const added = nodes.filter(({ id }) => !kept.has(id));
	const cluster = new Map<string, Set<ScopeNode>>();
	for (const node of added) {
		const alone = new Set([node]);
		for (const end of [node.id, ...node.boundaryIds]) cluster.set(end, alone);
	}
	for (const { sourceId, targetId } of connections) {
		const [one, other] = [cluster.get(sourceId), cluster.get(targetId)];
		if (!one || !other || one === other) continue;
		for (const node of other) {
			one.add(node);
			for (const end of [node.id, ...node.boundaryIds]) cluster.set(end, one);
		}
	}
	return [...new Set(added.map(({ id }) => cluster.get(id)!))].map((each) => added.filter((node) => each.has(node)));
}
