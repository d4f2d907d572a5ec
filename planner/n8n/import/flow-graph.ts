import type { ImportedNode, ImportedWorkflow } from './imported-workflow';

/** The nodes and connections of a workflow. Where one output leads to several nodes, a fork of its own is between them. */
export class FlowGraph {
	readonly #nodes: ReadonlyMap<string, ImportedNode>;
	readonly #outputs = new Map<string, Array<string | undefined>>();
	readonly #before = new Map<string, string[]>();
	readonly #orders = new Map<string, ReadonlyMap<string, number>>();

	constructor(readonly workflow: ImportedWorkflow) {
		this.#nodes = new Map(workflow.nodes.map((node) => [node.name, node]));
		const main = workflow.ways.filter(({ kind }) => kind === 'main');
		for (const { name } of workflow.nodes) {
			const outputs: Array<string | undefined> = [];
			for (const output of new Set(main.filter(({ from }) => from === name).map((way) => way.output))) {
				const targets = [...new Set(main.filter((way) => way.from === name && way.output === output).map(({ to }) => to))];
				if (output >= 0 && output < 100) outputs[output] = this.#lead(name, output, targets);
			}
			this.#outputs.set(name, Array.from(outputs));
		}
		for (const [from, outputs] of this.#outputs)
			for (const to of outputs) if (to !== undefined) this.#before.set(to, [...(this.#before.get(to) ?? []), from]);
	}

	#lead(name: string, output: number, targets: string[]): string | undefined {
		if (targets.length < 2) return targets[0];
		const fork = `\0${output} ${name}`;
		this.#outputs.set(fork, targets);
		return fork;
	}

	/** Undefined for a fork. */
	find(name: string): ImportedNode | undefined {
		return this.#nodes.get(name);
	}

	/** Lists where each output leads. */
	outputs(name: string): ReadonlyArray<string | undefined> {
		return this.#outputs.get(name) ?? [];
	}

	after(name: string): string[] {
		return [...new Set(this.outputs(name).filter((one) => one !== undefined))];
	}

	before(name: string): readonly string[] {
		return this.#before.get(name) ?? [];
	}

	/** Nodes that lead to a node, without forks. */
	nodesBefore(name: string): string[] {
		return this.before(name).flatMap((one) => (this.find(one) ? [one] : this.nodesBefore(one)));
	}

	/** Lists what a node leads to, with itself. Nothing after the end is looked at. */
	reach(from: string, until?: string): Set<string> {
		const seen = new Set<string>();
		const open = [from];
		for (let name = open.pop(); name !== undefined; name = open.pop()) {
			if (seen.has(name)) continue;
			seen.add(name);
			if (name !== until) open.push(...this.after(name));
		}
		return seen;
	}

	/** Places of nodes in an order in which each comes before what it leads to, but for ways back. */
	orderFrom(from: string): ReadonlyMap<string, number> {
		const known = this.#orders.get(from);
		if (known) return known;
		const [finished, seen] = [[] as string[], new Set<string>()];
		const open: Array<{ name: string; left: string[] }> = [];
		const enter = (name: string): void => {
			if (seen.has(name)) return;
			seen.add(name);
			open.push({ name, left: this.after(name) });
		};
		enter(from);
		while (open.length > 0) {
			const { name, left } = open.at(-1)!;
			const next = left.pop();
			if (next !== undefined) enter(next);
			else {
				finished.push(name);
				open.pop();
			}
		}
		const order = new Map(finished.reverse().map((name, at) => [name, at]));
		this.#orders.set(from, order);
		return order;
	}

	/** Checks that all ways from one node to another go through a third. */
	leadsOnlyThrough(from: string, to: string, through: string): boolean {
		if (from === through || to === through) return true;
		const seen = new Set([through]);
		const open = [from];
		for (let name = open.pop(); name !== undefined; name = open.pop()) {
			if (seen.has(name)) continue;
			if (name === to) return false;
			seen.add(name);
			open.push(...this.after(name));
		}
		return true;
	}
}

/** Lists the outputs that lead to a node. */
export const edgesTo = (graph: FlowGraph, name: string): Array<{ from: ImportedNode; output: number }> =>
	graph.workflow.ways
		.filter((way) => way.to === name && way.kind === 'main')
		.flatMap(({ from, output }) => {
			const node = graph.find(from);
			return node ? [{ from: node, output }] : [];
		});
