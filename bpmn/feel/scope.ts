import type { ZeebeVersion } from '../zeebe-version';
import { callCost, spend } from './evaluation-budget';
import { readable } from './numbers';
import type { FunctionValue } from './values';
import { getEntry, functionsOf, type Context } from './values';

/** The expression cannot be evaluated: Zeebe raises an incident. */
export class FeelFailure extends Error {}

export class AssertionFailure extends FeelFailure {}

interface Host {
	/** Undefined when there is none. */
	lookUp(name: string): unknown;
	/** Milliseconds since the epoch. */
	now(): number;
	functions?: Readonly<Record<string, (values: unknown[]) => unknown>>;
	/** Returns a value that a name stands for. @throws TooLarge */
	read?(value: unknown): unknown;
}

/** Reads the values of variables as Zeebe does. */
export const readLikeZeebe = <T extends Host>(host: T): T => ({ ...host, lookUp: (name) => readable(host.lookUp(name)), read: readable });

/** Iterations and calls that one evaluation may do: an engine must not be stopped by an expression. */
const maxSteps = 500_000;
const deepest = 400;

export class Evaluation {
	readonly warnings: string[] = [];
	#steps = 0;
	#depth = 0;

	constructor(
		readonly host: Host,
		readonly version: ZeebeVersion = '8.6',
	) {}

	/** @throws TooLarge */
	warn(type: string, message: string): null {
		spend(message.length);
		if (this.warnings.length < 50) this.warnings.push(`[${type}] ${message}`);
		return null;
	}

	/** @throws FeelFailure, TooLarge */
	step(count = 1): void {
		this.#steps += count;
		spend(callCost * count);
		if (this.#steps > maxSteps) throw new FeelFailure(`it takes more than ${maxSteps} steps`);
	}

	/** @throws FeelFailure */
	nested<T>(work: () => T): T {
		if (++this.#depth > deepest) throw new FeelFailure(`functions call each other more than ${deepest} levels deep`);
		try {
			return work();
		} finally {
			this.#depth--;
		}
	}
}

export class Scope {
	constructor(
		readonly evaluation: Evaluation,
		private readonly names: Context = {},
		private readonly outer?: Scope,
	) {}

	/** Undefined when there is none. */
	get(name: string): unknown {
		const value = getEntry(this.names, name);
		if (value !== undefined) return this.evaluation.host.read?.(value) ?? value;
		return this.outer ? this.outer.get(name) : this.evaluation.host.lookUp(name);
	}

	findFunction(name: string): FunctionValue | undefined {
		const own = (this.names as { [functionsOf]?: Map<string, FunctionValue> })[functionsOf]?.get(name);
		return own ?? this.outer?.findFunction(name);
	}

	with(names: Context): Scope {
		return new Scope(this.evaluation, names, this);
	}
}
