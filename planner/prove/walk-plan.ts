import type { Block, Choice, Event, Field, Loop, Parallel, PlanTree, Task, Wait } from '../tree/plan-tree';
import { addDuration } from '../../bpmn/timer';
import type { ValueFinder } from './find-values';
import type { Search } from './search';
import type { Target } from './targets';
import type { Constraint, Scope, Unknown, Values } from './unknown';

/** What happens to an instance from outside, in order. */
export type Act =
	| { kind: 'task'; step: Task; writes: Map<string, Unknown>; fails?: true }
	| { kind: 'message'; name: string; key: string; scope: Scope; writes: Map<string, Unknown> }
	| { kind: 'signal'; name: string }
	| { kind: 'pass'; wait: Extract<Wait, { kind: 'timer' | 'date' }>; scope: Scope };

/** A way through the plan, which values lead to. */
export interface Walked {
	inputs: Map<string, Unknown>;
	acts: Act[];
	/** Blocks and ways in the order in which they were come to; a block of a loop stands again. */
	blocks: Block[];
	ways: Array<{ path: string; block: Block }>;
	values: Values;
}

/** Where the walk goes on: behind the block, nowhere, or nowhere with all that runs beside it. */
type Going = 'on' | 'ends' | 'cancels';

interface Place {
	scope: Map<string, Unknown>;
	acts: Act[];
}

/** No values lead this way. */
export class DeadEnd extends Error {}

const maxActs = 2_000;

/** Goes one way through a plan: at each fork the one that the list of decisions names, first ones where it names none. */
export class PlanWalk {
	/** Index of what was decided, and how many there were to choose from. */
	readonly decisions: Array<{ index: number; count: number }> = [];
	readonly #constraints: Constraint[] = [];
	readonly #blocks: Block[] = [];
	readonly #ways: Walked['ways'] = [];
	#values: Values = new Map();
	#unknowns = 0;
	#acts = 0;
	#passedMs = 0;

	constructor(
		private readonly finder: ValueFinder,
		private readonly search: Search,
		private readonly target: Target | undefined,
		private readonly decided: readonly number[],
	) {}

	/** @throws DeadEnd */
	async walk(tree: PlanTree): Promise<Walked> {
		const inputs = this.#create(tree.inputs, tree.trigger.kind === 'form');
		const place: Place = { scope: new Map(tree.trigger.kind === 'timer' ? [] : inputs), acts: [] };
		await this.#goBlocks(tree.do, '/do', place);
		return { inputs, acts: place.acts, blocks: this.#blocks, ways: this.#ways, values: this.#values };
	}

	async #goBlocks(blocks: Block[], path: string, place: Place): Promise<Going> {
		for (const [index, block] of blocks.entries()) {
			const going = await this.#goBlock(block, `${path}/${index}`, place);
			if (going !== 'on') return going;
		}
		return 'on';
	}

	async #goBlock(block: Block, path: string, place: Place): Promise<Going> {
		await this.search.step();
		this.#blocks.push(block);
		switch (block.kind) {
			case 'end':
				return block.cancels ? 'cancels' : 'ends';
			case 'choice':
				return block.many ? this.#goMany(block, path, place) : this.#goOne(block, path, place);
			case 'parallel':
				return this.#goParallel(block, path, place);
			case 'event':
				return this.#goEvent(block, path, place);
			case 'loop':
				return block.each === undefined ? this.#goRounds(block, path, place) : this.#goEntries(block, block.each, path, place);
			default:
				return this.#goTask(block, path, place);
		}
	}

	async #goOne(block: Choice, path: string, place: Place): Promise<Going> {
		const ways = [...block.branches.map((_, index) => `branches/${index}`), 'otherwise'];
		const index = this.#decide(this.#ordered(ways, path));
		for (const { when } of block.branches.slice(0, index)) await this.#expect(when, false, place);
		const branch = block.branches[index];
		if (branch) await this.#expect(branch.when, true, place);
		return this.#goWay((branch ?? block.otherwise).do, block, `${path}/${ways[index]}`, place);
	}

	/** Any of the branches: one, or all of them, or none. */
	async #goMany(block: Choice, path: string, place: Place): Promise<Going> {
		const all = block.branches.map((_, index) => index);
		const sets = [...all.map((index) => [index]), all, ...all.map((index) => all.filter((one) => one !== index)), []];
		const wanted = all.find((index) => this.#leadsTo(`${path}/branches/${index}`));
		const isWanted = (set: number[]): boolean =>
			wanted === undefined ? !this.#leadsTo(`${path}/otherwise`) || set.length === 0 : set.includes(wanted);
		const order = [...sets.keys()].sort((a, b) => Number(isWanted(sets[b]!)) - Number(isWanted(sets[a]!)) || a - b);
		const taken = sets[this.#decide(order)]!;
		for (const [index, { when }] of block.branches.entries()) await this.#expect(when, taken.includes(index), place);
		if (taken.length === 0) return this.#goWay(block.otherwise.do, block, `${path}/otherwise`, place);
		const branches = taken.map((index) => ({ do: block.branches[index]!.do, at: `${path}/branches/${index}` }));
		return this.#goBeside(block, branches, place);
	}

	async #goParallel(block: Parallel, path: string, place: Place): Promise<Going> {
		const branches = block.branches.map((branch, index) => ({ do: branch.do, at: `${path}/branches/${index}` }));
		return this.#goBeside(block, branches, place);
	}

	/** What waits longest is played last, so that time does not pass for what does not wait. */
	async #goBeside(block: Block, branches: Array<{ do: Block[]; at: string }>, place: Place): Promise<Going> {
		const played: Array<{ own: Place; going: Going }> = [];
		for (const { do: blocks, at } of branches) {
			const own: Place = { scope: new Map(place.scope), acts: [] };
			played.push({ own, going: await this.#goWay(blocks, block, at, own) });
		}
		const waits = ({ own, going }: (typeof played)[number]): number =>
			(going === 'cancels' ? maxActs : 0) + own.acts.filter(({ kind }) => kind === 'pass').length;
		for (const { own } of played.toSorted((a, b) => waits(a) - waits(b))) place.acts.push(...own.acts);
		for (const { own } of played)
			for (const [name, unknown] of own.scope) if (place.scope.get(name) !== unknown) place.scope.set(name, unknown);
		if (played.some(({ going }) => going === 'cancels')) return 'cancels';
		return played.some(({ going }) => going === 'on') ? 'on' : 'ends';
	}

	async #goEvent(block: Event, path: string, place: Place): Promise<Going> {
		const index = this.#decide(
			this.#ordered(
				[...block.waits.keys()].map((one) => `waits/${one}`),
				path,
			),
		);
		const { on, do: blocks = [] } = block.waits[index]!;
		if (on.kind === 'message') {
			const writes = this.#create(on.writes ?? [], false);
			this.#act(place, { kind: 'message', name: on.name, key: on.key, scope: new Map(place.scope), writes });
			for (const [name, unknown] of writes) place.scope.set(name, unknown);
		} else if (on.kind === 'signal') this.#act(place, { kind: 'signal', name: on.name });
		else this.#act(place, { kind: 'pass', wait: on, scope: new Map(place.scope) });
		return this.#goWay(blocks, block, `${path}/waits/${index}`, place);
	}

	/** Once, twice, or as often as it may be. */
	async #goRounds(block: Loop, path: string, place: Place): Promise<Going> {
		const { until, limit } = block;
		const ways = until === undefined ? ['limit'] : limit > 1 ? ['until', 'again', 'limit'] : ['until', 'limit'];
		const way = ways[this.#decide(this.#ordered(ways, path))]!;
		const rounds = way === 'limit' ? limit : way === 'again' ? 2 : 1;
		for (let round = 1; round <= rounds; round++) {
			const going = await this.#goBlocks(block.do, `${path}/do`, place);
			if (going !== 'on') return going;
			if (until !== undefined) await this.#expect(until, way !== 'limit' && round === rounds, place);
		}
		this.#ways.push({ path: `${path}/${way}`, block });
		return way === 'limit' ? this.#goBlocks(block.onLimit ?? [], `${path}/onLimit`, place) : 'on';
	}

	async #goEntries(block: Loop, each: string, path: string, place: Place): Promise<Going> {
		const list = place.scope.get(each);
		const ways = ['each', 'none', 'limit'];
		const way = ways[this.#decide(this.#ordered(ways, path))]!;
		const count = way === 'none' ? 0 : way === 'limit' ? block.limit : Math.min(2, block.limit);
		// A form refuses a list that is required and empty.
		const isRefused = count === 0 && list?.isEntered === true && list.field.required !== false;
		if (!list || isRefused || (list.entries && list.entries.length !== count)) throw new DeadEnd();
		if (!list.entries) {
			list.entries = Array.from({ length: count }, () => this.#createEntry(list, block.as ?? 'entry'));
			if (!(await this.finder.recheck(this.#constraints, this.#values))) throw new DeadEnd();
		}
		this.#ways.push({ path: `${path}/${way}`, block });
		for (const entry of list.entries) {
			const inner: Place = { scope: new Map(place.scope), acts: place.acts };
			if (block.as !== undefined) inner.scope.set(block.as, entry);
			const going = await this.#goBlocks(block.do, `${path}/do`, inner);
			if (going !== 'on') return going;
		}
		return 'on';
	}

	async #goTask(step: Task, path: string, place: Place): Promise<Going> {
		const { deadline, onError } = step;
		const isLate = deadline && this.#leadsTo(`${path}/deadline`);
		if (isLate) {
			this.#act(place, { kind: 'pass', wait: { kind: 'timer', duration: deadline.after }, scope: new Map(place.scope) });
			const going = await this.#goWay(deadline.do, step, `${path}/deadline`, place);
			if (going === 'cancels' || !deadline.goesOn) return going;
		}
		if (onError && this.#leadsTo(`${path}/onError`)) {
			this.#act(place, { kind: 'task', step, writes: new Map(), fails: true });
			return this.#goWay(onError, step, `${path}/onError`, place);
		}
		const writes = this.#create(step.writes ?? [], step.kind === 'human' || step.kind === 'unsupported');
		this.#act(place, { kind: 'task', step, writes });
		for (const [name, unknown] of writes) place.scope.set(name, unknown);
		return 'on';
	}

	async #goWay(blocks: Block[], block: Block, path: string, place: Place): Promise<Going> {
		this.#ways.push({ path, block });
		return this.#goBlocks(blocks, `${path}/do`.replace(/\/onError\/do$/, '/onError'), place);
	}

	/** Takes the way that leads to the target first. */
	#ordered(ways: string[], path: string): number[] {
		const wanted = ways.findIndex((way) => this.#leadsTo(`${path}/${way}`));
		const all = [...ways.keys()];
		return wanted < 0 ? all : [wanted, ...all.filter((index) => index !== wanted)];
	}

	#leadsTo(path: string): boolean {
		return this.target !== undefined && `${this.target.path}/`.startsWith(`${path}/`);
	}

	#decide(order: number[]): number {
		const index = this.decided[this.decisions.length] ?? 0;
		this.decisions.push({ index, count: order.length });
		return order[index]!;
	}

	/** @throws DeadEnd where it cannot be together with what was expected before */
	async #expect(expression: string, holds: boolean, { scope }: Place): Promise<void> {
		this.#constraints.push({ expression, holds, scope: new Map(scope), afterMs: this.#passedMs });
		const values = await this.finder.find(this.#constraints, this.#values);
		if (!values) throw new DeadEnd();
		this.#values = values;
	}

	#act(place: Place, act: Act): void {
		if (++this.#acts > maxActs) throw new DeadEnd();
		if (act.kind === 'pass' && act.wait.kind === 'timer') this.#passedMs += addDuration(0, act.wait.duration) ?? 0;
		place.acts.push(act);
	}

	#create(fields: Field[], isEntered: boolean): Map<string, Unknown> {
		return new Map(fields.map((field) => [field.name, { id: this.#unknowns++, field, isEntered }]));
	}

	#createEntry(list: Unknown, name: string): Unknown {
		const examples = Array.isArray(list.field.example) ? (list.field.example as unknown[]) : [];
		const text = typeof examples[0] === 'string' || list.isEntered;
		const field: Field = text ? { name, type: 'text', example: examples[0] ?? name } : { name, type: 'object', example: examples[0] ?? {} };
		return { id: this.#unknowns++, field, isEntered: false };
	}
}
