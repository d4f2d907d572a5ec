import { TroupeError } from '../../../core/base/errors';
import type { FlowGraph } from './flow-graph';
import { findJoin, reachBefore } from './find-join';
import type { ImportedNode } from './imported-workflow';
import { findExit, isLoopHead } from './loops';
import { findGathered, readSplit } from './split-items';
import { asksForItems, countOutputs, isBatches, isEnd, isMany } from './node-types';

/** A part of a workflow, as blocks have it: whatever opens is closed. */
export type Flow =
	| { kind: 'node'; node: ImportedNode; failed?: Flow[] }
	/** One way for each output. */
	| { kind: 'choice'; node: ImportedNode; ways: Flow[][] }
	| { kind: 'parallel'; ways: Flow[][]; joins?: ImportedNode }
	/** For each item. */
	| { kind: 'each'; node: ImportedNode; body: Flow[] }
	/** Rounds that the node leaves by some outputs; by `atLimit` it leaves after the last round. */
	| { kind: 'until'; node: ImportedNode; before: Flow[]; after: Flow[]; exits: number[]; atLimit?: { output: number; flows: Flow[] } }
	/** The way ends while others go on. */
	| { kind: 'stop'; node?: ImportedNode }
	/** The way goes back, or on, to where no block can go. */
	| { kind: 'jump'; to: string; isBack?: true };

interface Step {
	flow: Flow;
	/** Where it goes on. */
	next?: string | undefined;
	isEnd?: boolean;
}

interface Context {
	/** True if a way may end the whole: not while others run beside it. */
	canEnd: boolean;
	/** Heads of the loops around, and nodes on the way here. */
	passed: ReadonlySet<string>;
	heads: ReadonlySet<string>;
}

const maxFlows = 800;

/** Finds the blocks in the connections of a workflow. @throws TroupeError INPUT_TOO_LARGE where they cross too often */
export function structure(graph: FlowGraph, entry: string): Flow[] {
	return new Structurer(graph, entry).sequence(entry, undefined, { canEnd: true, passed: new Set(), heads: new Set() });
}

class Structurer {
	#count = 0;

	constructor(
		private readonly graph: FlowGraph,
		private readonly entry: string,
	) {}

	/** Follows nodes up to one that is not part of it. */
	sequence(from: string | undefined, until: string | undefined, context: Context): Flow[] {
		const flows: Flow[] = [];
		const passed = new Set(context.passed);
		let at = from;
		while (at !== until) {
			if (at === undefined) {
				if (context.canEnd) flows.push({ kind: 'stop' });
				return flows;
			}
			if (++this.#count > maxFlows) throw tooEntangled();
			if (passed.has(at)) return [...flows, { kind: 'jump', to: at, isBack: true }];
			const here = { ...context, passed };
			const loop = context.heads.has(at) ? undefined : this.#loop(at, until, here);
			const { flow, next, isEnd: ends } = loop ?? this.#step(at, until, here);
			passed.add(at);
			flows.push(flow);
			if (ends) return flows;
			at = next;
		}
		return flows;
	}

	#step(at: string, until: string | undefined, context: Context): Step {
		const node = this.graph.find(at);
		const inner = { ...context, passed: new Set([...context.passed, at]) };
		if (!node) return this.#parallel(this.graph.after(at), until, inner);
		const outputs = this.graph.outputs(at);
		if (isEnd(node) && outputs.every((one) => one === undefined) && (context.canEnd || node.type.endsWith('.stopAndError')))
			return { flow: { kind: 'stop', node }, isEnd: true };
		const count = node.isDisabled ? 1 : countOutputs(node, outputs.length);
		if (node.onError === 'output' && !node.isDisabled && count === 1) return this.#failing(node, until, inner);
		if (count === 1) return { flow: { kind: 'node', node }, next: outputs[0] };
		const targets = Array.from({ length: count }, (_, output) => outputs[output]);
		const canEnd = context.canEnd && !isMany(node);
		const join = findJoin(this.graph, this.entry, targets, until, { isStrict: !canEnd && !isMany(node) });
		const ways = targets.map((target) => this.sequence(target, join ?? until, { ...inner, canEnd }));
		return { flow: { kind: 'choice', node, ways }, next: join ?? until };
	}

	/** Ways that meet before the others do are parallel in a way of their own. */
	#parallel(targets: string[], until: string | undefined, context: Context): Step {
		const join = findJoin(this.graph, this.entry, targets, until, { isComplete: true }) ?? until;
		const groups = groupWays(this.graph, targets, join, until);
		const inner = { ...context, canEnd: false };
		const ways = groups.map((group) => {
			const [only] = group;
			if (group.length === 1 || groups.length === 1)
				return group.length === 1 ? [this.sequence(only, join, inner)] : group.map((one) => this.sequence(one, join, inner));
			const { flow, next } = this.#parallel(group, join, inner);
			return [[flow, ...this.sequence(next, join, inner)]];
		});
		const joins = join === undefined || join === until ? undefined : this.graph.find(join);
		return { flow: { kind: 'parallel', ways: ways.flat(), ...(joins && { joins }) }, next: join };
	}

	/** A node whose last output is for errors. What it leads to goes on after the node, or ends. */
	#failing(node: ImportedNode, until: string | undefined, context: Context): Step {
		const [done, error] = this.graph.outputs(node.name);
		const join = findJoin(this.graph, this.entry, [done, error], until, {});
		const follow = (): Flow[] => {
			if (join !== undefined && this.#doesNothing(done, join)) return this.sequence(error, join, context);
			if (!context.canEnd) return [{ kind: 'jump', to: error ?? node.name }];
			if (done === undefined && until === undefined) return this.sequence(error, undefined, context);
			const flows = this.sequence(error, undefined, context);
			return endsIn(flows) ? flows : [...flows, { kind: 'stop' }];
		};
		return { flow: { kind: 'node', node, failed: follow() }, next: done };
	}

	/** Checks that nothing is done between two nodes. */
	#doesNothing(from: string | undefined, to: string): boolean {
		for (let at = from, left = 20; at !== to; at = this.graph.outputs(at)[0]) {
			const node = at === undefined ? undefined : this.graph.find(at);
			if (at === undefined || !node || left-- === 0) return false;
			const isSilent = node.isDisabled || ['n8n-nodes-base.set', 'n8n-nodes-base.noOp'].includes(node.type);
			if (!isSilent || this.graph.after(at).length !== 1) return false;
		}
		return true;
	}

	#loop(at: string, until: string | undefined, context: Context): Step | undefined {
		const node = this.graph.find(at);
		const inner = { ...context, heads: new Set([...context.heads, at]) };
		if (node && isBatches(node) && !node.isDisabled) return this.#items(node, inner);
		if (node && readSplit(node)) return this.#split(node, until, inner);
		const found = isLoopHead(this.graph, this.entry, at) ? findExit(this.graph, this.entry, at, context.canEnd) : undefined;
		if (!found) return undefined;
		const { exit, stays, exits, next, limit } = found;
		const before = at === exit.name ? [] : this.sequence(at, exit.name, inner);
		const after = this.sequence(stays, at, { ...inner, passed: new Set([...inner.passed, exit.name]) });
		if ([before, after].some(hasJump)) return undefined;
		const flow: Flow = { kind: 'until', node: exit, before, after, exits };
		if (!limit) return { flow, next };
		return { flow: { ...flow, atLimit: { output: limit.output, flows: this.sequence(limit.target, next, context) } }, next };
	}

	/** What follows a Split Out is done for each of its items, until an Aggregate or the end. */
	#split(node: ImportedNode, until: string | undefined, context: Context): Step | undefined {
		const gathered = findGathered(this.graph, node, until);
		if (!gathered) return undefined;
		const passed = new Set([...context.passed, node.name]);
		const body = this.sequence(this.graph.outputs(node.name)[0], gathered.at, { ...context, passed, canEnd: false });
		return hasJump(body) ? undefined : { flow: { kind: 'each', node, body }, next: gathered.at };
	}

	/** A loop over items. Before version 3, a condition asks whether some are left, or the way just ends after the last one. */
	#items(node: ImportedNode, context: Context): Step {
		const { graph } = this;
		const inner = { ...context, passed: new Set([...context.passed, node.name]) };
		const [first, each] = graph.outputs(node.name);
		if (node.version >= 3) return { flow: { kind: 'each', node, body: this.sequence(each, node.name, inner) }, next: first };
		const found = isLoopHead(graph, this.entry, node.name) ? findExit(graph, this.entry, node.name, inner.canEnd) : undefined;
		const asks = found && asksForItems(found.exit) ? found : undefined;
		const body = this.sequence(first, asks?.exit.name ?? node.name, inner);
		return {
			flow: { kind: 'each', node, body: asks ? [...body, ...this.sequence(asks.stays, node.name, inner)] : body },
			next: asks?.next,
		};
	}
}

/** Puts ways together that share something before the place where all meet. */
function groupWays(graph: FlowGraph, targets: string[], join: string | undefined, until: string | undefined): string[][] {
	const groups: Array<{ targets: string[]; names: Set<string> }> = [];
	for (const target of targets) {
		const names = reachBefore(graph, target, join ?? '', until);
		if (join === undefined || join === until) names.delete(until ?? '');
		const near = groups.filter((group) => [...names].some((name) => group.names.has(name)));
		for (const group of near) groups.splice(groups.indexOf(group), 1);
		groups.push({
			targets: [...near.flatMap((group) => group.targets), target],
			names: new Set([...near.flatMap((group) => [...group.names]), ...names]),
		});
	}
	return groups.map((group) => group.targets);
}

const endsIn = (flows: readonly Flow[]): boolean => ['stop', 'jump'].includes(flows.at(-1)?.kind ?? '');

const hasJump = (flows: readonly Flow[]): boolean =>
	JSON.stringify(flows, (key, value: unknown) => (key === 'node' ? 0 : value)).includes('"kind":"jump"');

const tooEntangled = (): TroupeError =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The ways of the workflow cross so often that it has more than ${maxFlows} steps as a plan.`,
		fix: 'Let ways meet in a Merge node, or move a part into a sub-workflow.',
	});
