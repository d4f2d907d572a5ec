import type { FlowGraph } from './flow-graph';
import type { ImportedNode } from './imported-workflow';
import { countOutputs, readRoundLimit } from './node-types';

export interface LoopExit {
	/** The node that leaves the loop. */
	exit: ImportedNode;
	/** Where it goes on in the loop. */
	stays: string;
	/** Outputs that leave it. */
	exits: number[];
	next?: string;
	/** The output of the last round, where it leads somewhere else. */
	limit?: { output: number; target?: string };
}

/** Checks that ways lead back to a node, all of which came through it. */
export function isLoopHead(graph: FlowGraph, entry: string, name: string): boolean {
	const tails = listTails(graph, entry, name);
	return tails.length > 0 && tails.every((tail) => graph.leadsOnlyThrough(entry, tail, name));
}

function listTails(graph: FlowGraph, entry: string, head: string): string[] {
	const order = graph.orderFrom(entry);
	return graph.before(head).filter((name) => (order.get(name) ?? -1) >= (order.get(head) ?? 0));
}

/** Finds the one node that leaves a loop in each round; undefined where no block loops so. */
export function findExit(graph: FlowGraph, entry: string, head: string, canEnd: boolean): LoopExit | undefined {
	const tails = listTails(graph, entry, head);
	const body = listBody(graph, head, tails);
	const order = graph.orderFrom(entry);
	const inOrder = [...body].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
	for (const name of inOrder) {
		const found = leave(graph, name, body);
		if (!found || !tails.every((tail) => tail === name || isOnAllWays(graph, head, tail, name, body))) continue;
		const others = inOrder.filter((one) => one !== name).flatMap((one) => graph.after(one).filter((to) => !body.has(to)));
		const following = found.next === undefined ? new Set<string>() : graph.reach(found.next);
		// Another way out may end the whole, and may not come to what follows the loop.
		if (others.some((to) => !canEnd || [...graph.reach(to)].some((one) => following.has(one) || body.has(one)))) continue;
		return found;
	}
	return undefined;
}

function listBody(graph: FlowGraph, head: string, tails: string[]): Set<string> {
	const body = new Set([head]);
	const open = [...tails];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (body.has(name)) continue;
		body.add(name);
		open.push(...graph.before(name));
	}
	return body;
}

function leave(graph: FlowGraph, name: string, body: ReadonlySet<string>): LoopExit | undefined {
	const exit = graph.find(name);
	const outputs = graph.outputs(name);
	if (!exit || exit.isDisabled) return undefined;
	const count = countOutputs(exit, outputs.length);
	const targets = Array.from({ length: count }, (_, output) => ({ output, target: outputs[output] }));
	const inside = new Set(targets.flatMap(({ target }) => (target !== undefined && body.has(target) ? [target] : [])));
	const outside = targets.filter(({ target }) => target === undefined || !body.has(target));
	if (count < 2 || inside.size !== 1 || outside.length === 0) return undefined;
	const limit = readRoundLimit(exit);
	const done = outside.filter(({ output }) => output !== limit?.output);
	const [first] = done;
	if (!first || done.some(({ target }) => target !== first.target)) return undefined;
	const atLimit = outside.find(({ output, target }) => output === limit?.output && target !== first.target);
	return {
		...{ exit, stays: [...inside][0]!, exits: done.map(({ output }) => output) },
		...(first.target !== undefined && { next: first.target }),
		...(atLimit && { limit: atLimit }),
	};
}

/** Follows the ways within the loop alone. */
function isOnAllWays(graph: FlowGraph, head: string, tail: string, through: string, body: ReadonlySet<string>): boolean {
	if (head === through) return true;
	const seen = new Set([through]);
	const open = [head];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (seen.has(name) || !body.has(name)) continue;
		if (name === tail) return false;
		seen.add(name);
		open.push(...graph.after(name));
	}
	return true;
}
