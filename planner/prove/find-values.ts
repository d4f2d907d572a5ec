import type { Feel } from '../../bpmn/feel/feel-port';
import { parseExpression } from '../../bpmn/feel/parser';
import type { Node } from '../../bpmn/feel/syntax';
import { candidatesFor, constantsOf, exampleOf, referencesOf } from './candidate-values';
import type { RecordedValues } from './recordings/recorded-answers';
import type { Search } from './search';
import { keysOf, valueOf, type Constraint, type Scope, type Unknown, type Values } from './unknown';

/** Evaluations of one search. */
const maxTries = 4_000;

interface Compared {
	unknown: Unknown;
	/** Constants of the conditions that the value stands in. */
	constants: unknown[];
}

/** Looks for values with which conditions hold, or do not, as a case needs it. */
export class ValueFinder {
	readonly #parsed = new Map<string, Node | undefined>();
	#described = new WeakMap<Constraint, Map<string, Compared>>();

	constructor(
		private readonly feel: Feel,
		readonly now: number,
		private readonly search: Search,
		/** Recorded values of steps, by their ids. */
		readonly recorded: ReadonlyMap<string, RecordedValues[]> = new Map(),
	) {}

	/**
	 * Finds values with which the last one of the constraints holds too.
	 * @param before values with which the others hold: those that have nothing to do with the last one are kept
	 * @returns undefined where none were found
	 */
	async find(constraints: readonly Constraint[], before: Values = new Map()): Promise<Values | undefined> {
		const last = constraints.at(-1);
		if (!last || (await this.#hold([last], before))) return this.#withAll(last, before);
		const near = this.#nearTo(last, constraints);
		const compared = new Map<string, Compared>();
		for (const constraint of near)
			for (const [key, { unknown, constants }] of this.#describe(constraint)) {
				const known = compared.get(key)?.constants ?? [];
				compared.set(key, { unknown, constants: [...known, ...constants] });
			}
		const keys = [...compared.keys()];
		const values = new Map([...before].filter(([key]) => !compared.has(key)));
		let tries = 0;
		const assign = async (index: number): Promise<boolean> => {
			const key = keys[index];
			if (key === undefined) return true;
			const { unknown, constants } = compared.get(key)!;
			const candidates = candidatesFor(unknown, key.includes('.'), constants, this.now);
			const placed = new Set(keys.slice(0, index + 1));
			const ready = near.filter((constraint) => {
				const needed = this.#describe(constraint);
				return needed.has(key) && [...needed.keys()].every((one) => placed.has(one));
			});
			for (const candidate of before.has(key) ? [before.get(key), ...candidates] : candidates) {
				if (++tries > maxTries) return false;
				values.set(key, candidate);
				await this.search.step();
				if ((await this.#hold(ready, values)) && (await assign(index + 1))) return true;
			}
			values.delete(key);
			return false;
		};
		return keys.length > 0 && (await assign(0)) ? values : undefined;
	}

	async recheck(constraints: readonly Constraint[], values: Values): Promise<boolean> {
		this.#described = new WeakMap();
		return this.#hold(constraints, values);
	}

	/** Settles the values that it holds with: an example that nothing asked for is one from then on. */
	#withAll(constraint: Constraint | undefined, before: Values): Values {
		const values = new Map(before);
		for (const [key, { unknown }] of constraint ? this.#describe(constraint) : [])
			if (!key.includes('.') && !values.has(key)) values.set(key, exampleOf(unknown, this.now));
		return values;
	}

	#nearTo(last: Constraint, constraints: readonly Constraint[]): Constraint[] {
		const near = new Set([last]);
		const keys = new Set(this.#describe(last).keys());
		for (let size = 0; size !== near.size;) {
			size = near.size;
			for (const constraint of constraints) {
				const own = [...this.#describe(constraint).keys()];
				// A member belongs to the object that it is a member of.
				if (near.has(constraint) || !own.some((key) => keys.has(key) || keys.has(key.split('.')[0]!))) continue;
				near.add(constraint);
				for (const key of own) keys.add(key);
			}
		}
		return constraints.filter((constraint) => near.has(constraint));
	}

	evaluate(expression: string, scope: Scope, values: Values, afterMs = 0): unknown {
		return this.evaluateWith(expression, (name) => this.valueOf(scope.get(name), values), afterMs);
	}

	evaluateWith(expression: string, lookUp: (name: string) => unknown, afterMs = 0): unknown {
		try {
			return this.feel.evaluate(expression, { lookUp, now: () => this.now + afterMs }).value;
		} catch (error) {
			if (error instanceof Error) return null;
			throw error;
		}
	}

	valueOf(unknown: Unknown | undefined, values: Values): unknown {
		return unknown && valueOf(unknown, values, (one) => exampleOf(one, this.now));
	}

	valuesOf(unknowns: ReadonlyMap<string, Unknown>, values: Values): Record<string, unknown> {
		return Object.fromEntries([...unknowns].map(([name, unknown]) => [name, this.valueOf(unknown, values)]));
	}

	async #hold(constraints: readonly Constraint[], values: Values): Promise<boolean> {
		for (const { expression, holds, scope, afterMs } of constraints) {
			await this.search.step();
			if ((this.evaluate(expression, scope, values, afterMs) === true) !== holds) return false;
		}
		return true;
	}

	#describe(constraint: Constraint): Map<string, Compared> {
		const known = this.#described.get(constraint);
		if (known) return known;
		const node = this.#parse(constraint.expression);
		const constants = constantsOf(node);
		const compared = new Map<string, Compared>();
		for (const [name, ...path] of referencesOf(node)) {
			const unknown = constraint.scope.get(name!);
			if (!unknown) continue;
			for (const key of keysOf(unknown, unknown.entries ? [] : path))
				compared.set(key, { unknown: unknown.entries ? entryOf(unknown, key) : unknown, constants });
		}
		this.#described.set(constraint, compared);
		return compared;
	}

	#parse(expression: string): Node | undefined {
		if (!this.#parsed.has(expression)) this.#parsed.set(expression, parse(expression));
		return this.#parsed.get(expression);
	}
}

const entryOf = (unknown: Unknown, key: string): Unknown =>
	unknown.entries?.map((entry) => entryOf(entry, key)).find(({ id }) => key.split('.')[0] === String(id)) ?? unknown;

/** One that cannot be read depends on nothing, and never holds. */
function parse(expression: string): Node | undefined {
	try {
		return parseExpression(expression, '8.6');
	} catch (error) {
		if (error instanceof Error) return undefined;
		throw error;
	}
}
