import type { FlowGraph } from './flow-graph';
import { countOutputs } from './node-types';

interface JoinRules {
	/** No way comes after it without coming to it. */
	isComplete?: boolean;
	/** Every way has to come to it. */
	isStrict?: boolean;
}

/** Finds where ways that part come together: the first node after which they share nothing that is not after it. */
export function findJoin(
	graph: FlowGraph,
	entry: string,
	starts: ReadonlyArray<string | undefined>,
	until: string | undefined,
	{ isStrict, isComplete }: JoinRules,
): string | undefined {
	const order = graph.orderFrom(entry);
	const reached = starts.map((start) => (start === undefined ? new Set<string>() : graph.reach(start, until)));
	const common = listShared(reached).sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
	// Nodes after the end are not looked at, so the end itself comes last.
	const places = [...common.filter((name) => name !== until), ...common.filter((name) => name === until)];
	return places.find((place) => {
		const before = starts.map((start) => (start === undefined ? new Set<string>() : reachBefore(graph, start, place, until)));
		if (isComplete) {
			const following = graph.reach(place, until);
			return !before.some((names) => [...names].some((name) => following.has(name)));
		}
		if (listShared(before).length > 0) return false;
		return (
			!isStrict ||
			(starts.every((start) => start !== undefined) && before.every((names) => ![...names].some((name) => isLeaf(graph, name))))
		);
	});
}

function listShared(sets: ReadonlyArray<ReadonlySet<string>>): string[] {
	const counts = new Map<string, number>();
	for (const set of sets) for (const name of set) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts].filter(([, count]) => count > 1).map(([name]) => name);
}

export function reachBefore(graph: FlowGraph, start: string, place: string, until: string | undefined): Set<string> {
	const seen = new Set<string>();
	const open = [start];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (seen.has(name) || name === place) continue;
		seen.add(name);
		if (name !== until) open.push(...graph.after(name));
	}
	return seen;
}

/** A way can end here. */
function isLeaf(graph: FlowGraph, name: string): boolean {
	const node = graph.find(name);
	const outputs = graph.outputs(name);
	if (!node) return false;
	const count = node.isDisabled ? 1 : countOutputs(node, outputs.length);
	return Array.from({ length: count }, (_, at) => outputs[at]).some((one) => one === undefined);
}
