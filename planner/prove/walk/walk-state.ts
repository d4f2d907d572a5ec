import { addDuration } from '../../../bpmn/timer';
import type { Block, Field } from '../../tree/plan-tree';
import type { ValueFinder } from '../find-values';
import type { RecordedValues } from '../recordings/recorded-answers';
import type { Target } from '../targets';
import type { Constraint, Unknown, Values } from '../unknown';
import { type Act, DeadEnd, type Going, type Place, type Walked } from './walked';

export const maxActs = 2_000;

/** State shared by all parts of a walk: fork decisions, and constraints. */
export class WalkState {
	readonly decisions: Array<{ index: number; count: number }> = [];
	readonly blocks: Block[] = [];
	readonly ways: Walked['ways'] = [];
	values: Values = new Map();
	readonly #constraints: Constraint[] = [];
	#unknowns = 0;
	#acts = 0;
	#passedMs = 0;

	constructor(
		readonly finder: ValueFinder,
		readonly target: Target | undefined,
		private readonly decided: readonly number[],
		readonly goBlocks: (blocks: readonly Block[], path: string, place: Place) => Promise<Going>,
	) {}

	/** Notes a way of a block, and goes through the blocks on it. */
	goWay(blocks: readonly Block[], block: Block, path: string, place: Place, inner = `${path}/do`): Promise<Going> {
		this.ways.push({ path, block });
		return this.goBlocks(blocks, inner, place);
	}

	/** Takes the way that leads to the target first. */
	orderWays(ways: readonly string[], path: string): number[] {
		const wanted = ways.findIndex((way) => this.leadsTo(`${path}/${way}`));
		const all = [...ways.keys()];
		return wanted < 0 ? all : [wanted, ...all.filter((index) => index !== wanted)];
	}

	leadsTo(path: string): boolean {
		return this.target !== undefined && `${this.target.path}/`.startsWith(`${path}/`);
	}

	decide(order: readonly number[]): number {
		const index = this.decided[this.decisions.length] ?? 0;
		this.decisions.push({ index, count: order.length });
		return order[index]!;
	}

	/** @throws DeadEnd where it cannot be together with what was expected before */
	async expect(expression: string, holds: boolean, { scope }: Place): Promise<void> {
		this.#constraints.push({ expression, holds, scope: new Map(scope), afterMs: this.#passedMs });
		const values = await this.finder.find(this.#constraints, this.values);
		if (!values) throw new DeadEnd();
		this.values = values;
	}

	/** @throws DeadEnd where what was expected before does not hold with that many */
	async fill(list: Unknown, count: number, name: string): Promise<Unknown[]> {
		if (list.entries && list.entries.length !== count) throw new DeadEnd();
		if (list.entries) return list.entries;
		list.entries = Array.from({ length: count }, () => this.#createEntry(list, name));
		if (!(await this.finder.recheck(this.#constraints, this.values))) throw new DeadEnd();
		return list.entries;
	}

	act(place: Place, act: Act): void {
		if (++this.#acts > maxActs) throw new DeadEnd();
		if (act.kind === 'pass' && act.wait.kind === 'timer') this.#passedMs += addDuration(0, act.wait.duration) ?? 0;
		place.acts.push(act);
	}

	create(fields: readonly Field[], isEntered: boolean, recorded: readonly RecordedValues[] = []): Map<string, Unknown> {
		const known = (name: string): Pick<Unknown, 'recorded'> =>
			recorded.length === 0 ? {} : { recorded: recorded.map((values) => values[name] ?? null) };
		return new Map(fields.map((field) => [field.name, { id: this.#unknowns++, field, isEntered, ...known(field.name) }]));
	}

	#createEntry(list: Unknown, name: string): Unknown {
		const examples = Array.isArray(list.field.example) ? (list.field.example as unknown[]) : [];
		const text = typeof examples[0] === 'string' || list.isEntered;
		const field: Field = text ? { name, type: 'text', example: examples[0] ?? name } : { name, type: 'object', example: examples[0] ?? {} };
		return { id: this.#unknowns++, field, isEntered: false };
	}
}
