import type { Block, Choice, Loop, Task } from '../../tree/plan-tree';
import { takeName, toId } from '../../tree/read/names';
import { decideByName, type Decision, leaveWhen, listClasses, listOutputs, readDecision } from './decide';
import { dropUnread } from './drop-unread';
import { findList, isListOfLoop } from './find-list';
import type { ImportedNode } from './imported-workflow';
import { readBatchSize, readRoundLimit } from './node-types';
import { isCarrier } from './read-set';
import type { Flow } from './structure';
import { agentStep } from './steps/agent-step';
import { httpStep } from './steps/http-step';
import { humanStep } from './steps/human-step';
import { becomes } from './steps/kinds';
import { callStep, nodeStep } from './steps/node-step';
import { attempt, byHand, jumpByHand, nameOf, putWrites, type StepTools } from './steps/tools';
import { messageEvent, timerEvent } from './steps/wait-step';
import { NoFeel } from './written';

/** Max entries of a list that a loop goes through. */
const maxEntries = 100;

/** Writes the blocks of a workflow's flows. */
export class BlockWriter {
	/** Blocks with the nodes that they were made of. */
	readonly made: Array<{ block: Block; node: ImportedNode }> = [];

	readonly #ids = new Set<string>();

	/** @param refused nodes that cannot be as they are, with the reason */
	constructor(
		private readonly tools: StepTools,
		private readonly refused: ReadonlyMap<string, string> = new Map(),
	) {}

	/** Writes all, with what each step brings. */
	writeAll(flows: readonly Flow[]): Block[] {
		const blocks = this.#list(flows);
		putWrites(this.made, this.tools.items);
		dropUnread(blocks, this.made, this.tools.items);
		return blocks;
	}

	#list(flows: readonly Flow[]): Block[] {
		return flows.flatMap((flow) => this.#flow(flow));
	}

	#flow(flow: Flow): Block[] {
		switch (flow.kind) {
			case 'node':
				return this.#node(flow);
			case 'choice':
				return this.#choice(flow);
			case 'parallel':
				return this.#parallel(flow);
			case 'each':
				return this.#each(flow);
			case 'until':
				return this.#until(flow);
			case 'stop':
				return [this.#keep({ kind: 'end', ...(flow.node ? nameOf(flow.node) : { id: 'end', name: this.tools.words.ended }) }, flow.node)];
			case 'jump':
				return [jumpByHand(flow, this.tools)];
		}
	}

	#keep<Kept extends Block>(block: Kept, node: ImportedNode | undefined): Kept {
		block.id = takeName(block.id, this.#ids);
		if (node) this.made.push({ block, node });
		return block;
	}

	#node({ node, failed }: Flow & { kind: 'node' }): Block[] {
		const { tools } = this;
		if (isCarrier(node)) tools.items.takeKept(node);
		if (isListOfLoop(node, tools.items)) return [];
		const block = this.#make(node);
		if (!block) return [];
		if (block.kind === 'event') return [block];
		const task = block as Task;
		if (failed) task.onError = this.#list(failed);
		else if (node.onError === 'goOn') task.onError = [];
		return [task];
	}

	#requireFine({ name }: ImportedNode): void {
		const reason = this.refused.get(name);
		if (reason !== undefined) throw new NoFeel('fault', reason);
	}

	#make(node: ImportedNode): Block | undefined {
		const { tools } = this;
		const { kind, why } = becomes(node);
		const task = (make: () => Task): Block =>
			this.#keep(
				attempt(node, tools, () => {
					this.#requireFine(node);
					return make();
				}),
				node,
			);
		switch (kind) {
			case 'agent':
				return task(() => agentStep(node, tools));
			case 'http':
				return task(() => httpStep(node, tools));
			case 'human':
				return task(() => humanStep(node, tools));
			case 'call':
				return task(() => callStep(node, tools));
			case 'node':
				return task(() => nodeStep(node, tools));
			case 'unsupported':
				return this.#keep(byHand(node, tools, tools.words.reasons(why ?? '', node.name)), node);
			case 'timer':
			case 'message':
				return this.#wait(node, kind);
			default:
				return undefined;
		}
	}

	#wait(node: ImportedNode, kind: 'timer' | 'message'): Block {
		const { tools } = this;
		try {
			this.#requireFine(node);
			return this.#keep(kind === 'timer' ? timerEvent(node, tools) : messageEvent(node, this.#key(node), tools), node);
		} catch (error) {
			if (!(error instanceof NoFeel)) throw error;
			return this.#keep(byHand(node, tools, tools.words.noFeel(node.name, error)), node);
		}
	}

	/** The variable that tells instances apart: one that begins the plan. */
	#key(node: ImportedNode): string {
		const { items, answers } = this.tools;
		if (items.beginning === undefined) throw new NoFeel('key', node.name);
		return items.variables.field(items.beginning, answers.key).name;
	}

	#choice({ node, ways }: Flow & { kind: 'choice' }): Block[] {
		const { words } = this.tools;
		const { before, decision } = this.#decide(node);
		const branches = decision.rules.map(({ output, name, when }) => ({ name, when, do: this.#list(ways[output] ?? []) }));
		const otherwise = { name: decision.otherwise.name, do: this.#list(ways[decision.otherwise.output] ?? []) };
		if ([...branches, otherwise].every((branch) => branch.do.length === 0)) {
			this.tools.say(node, words.noEffect(node.name));
			return before;
		}
		const choice: Choice = { kind: 'choice', ...nameOf(node), ...(decision.isMany && { many: true }), branches, otherwise };
		if (before.length > 0) choice.id = toId(`${node.name} way`, 'choice');
		return [...before, this.#keep(choice, node)];
	}

	/** Reads when a node goes which way. Where nothing can tell, a model or a person does. */
	#decide(node: ImportedNode): { before: Block[]; decision: Decision } {
		const { tools } = this;
		const { words, items, expressions } = tools;
		if (becomes(node).kind === 'classify') {
			const step = this.#keep(
				attempt(node, tools, () => agentStep(node, tools)),
				node,
			);
			return { before: [step], decision: this.#byName(node, listClasses(node, words.decision.otherwise)) };
		}
		const made = becomes(node).kind === 'decision' ? [] : [this.#make(node)].filter((one) => one !== undefined);
		try {
			this.#requireFine(node);
			return { before: made, decision: readDecision(node, expressions, items.at(node), words.decision) };
		} catch (error) {
			if (!(error instanceof NoFeel)) throw error;
			const names =
				node.type.endsWith('.if') || node.type.endsWith('.filter')
					? [words.decision.yes, words.decision.no]
					: listOutputs(node, tools.workflow, words.decision);
			const step = {
				...byHand(node, tools, words.noFeel(node.name, error)),
				name: words.decides(node.name),
				needs: words.decides(node.name),
			};
			const decision = this.#byName(node, names);
			return { before: [...made, this.#keep(step, node)], decision };
		}
	}

	#byName(node: ImportedNode, names: string[]): Decision {
		const { variables } = this.tools.items;
		return decideByName(variables.field(node.name, '\0way', { type: 'text', options: names, label: node.name }, node.name).name, names);
	}

	#parallel({ ways, joins }: Flow & { kind: 'parallel' }): Block[] {
		const { words, say } = this.tools;
		const branches = ways.map((way) => ({ do: this.#list(way) })).filter((branch) => branch.do.length > 0);
		if (branches.length < 2) return branches[0]?.do ?? [];
		if (joins && !joins.type.endsWith('.merge')) say(joins, words.once(joins.name));
		return [{ kind: 'parallel', id: 'together', name: words.together, branches }];
	}

	#each({ node, body }: Flow & { kind: 'each' }): Block[] {
		const { items, words, say } = this.tools;
		const before: Block[] = [];
		let list: string;
		try {
			list = findList(node, items);
		} catch (error) {
			if (!(error instanceof NoFeel)) throw error;
			list = items.variables.field(node.name, 'items', { type: 'list' }, words.itemsOf(node.name)).name;
			before.push(this.#keep({ ...byHand(node, this.tools, words.noFeel(node.name, error)), name: words.itemsOf(node.name) }, node));
		}
		const as = items.variables.take(words.item);
		items.entries.set(node.name, as);
		const blocks = this.#list(body);
		if (blocks.length === 0) return before;
		say(node, words.maxEntries(node.name, maxEntries));
		const together = readBatchSize(node);
		if (together !== '1') say(node, words.oneByOne(node.name, together));
		const loop: Loop = { kind: 'loop', ...nameOf(node), each: list, as, limit: maxEntries, do: blocks };
		return [...before, before.length > 0 ? loop : this.#keep(loop, node)];
	}

	#until({ node, before, after, exits, atLimit }: Flow & { kind: 'until' }): Block[] {
		const { words, answers, say } = this.tools;
		const first = this.#list(before);
		const { before: asked, decision } = this.#decide(node);
		const until = leaveWhen(decision, exits);
		const again = this.#list(after);
		const rest: Block[] =
			again.length === 0
				? []
				: [
						{
							...{ kind: 'choice', id: toId(`${node.name} again`, 'again'), name: words.isDone(node.name) },
							branches: [{ name: words.decision.yes, when: until, do: [] }],
							otherwise: { name: words.decision.no, do: again },
						},
					];
		const blocks = [...first, ...asked, ...rest];
		if (blocks.length === 0) return [];
		const limit = readRoundLimit(node)?.limit;
		if (limit === undefined) say(node, words.maxRounds(node.name, answers.rounds));
		const gaveUp: Block[] = [{ kind: 'end', id: toId(`${node.name} limit`, 'limit'), name: words.gaveUp(node.name) }];
		const onLimit = limit === undefined ? gaveUp : atLimit && this.#list(atLimit.flows);
		const loop: Loop = { kind: 'loop', ...nameOf(node), until, limit: limit ?? answers.rounds, do: blocks, ...(onLimit && { onLimit }) };
		return [asked.length > 0 ? loop : this.#keep(loop, node)];
	}
}
