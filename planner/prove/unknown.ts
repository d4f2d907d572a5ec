import type { Field } from '../tree/plan-tree';

export interface Unknown {
	id: number;
	field: Field;
	isEntered: boolean;
	/** Values that were recorded, to try before others. */
	recorded?: readonly unknown[];
	/** Its entries, where a loop goes through them. */
	entries?: Unknown[];
}

/** Unknowns by the name of their variable, at a place of the plan. */
export type Scope = ReadonlyMap<string, Unknown>;

export interface Constraint {
	/** FEEL. */
	expression: string;
	holds: boolean;
	scope: Scope;
	/** Milliseconds that have passed by then. */
	afterMs: number;
}

/** Values by the key of an unknown, or of a member of it: `4`, `4.amount`. */
export type Values = ReadonlyMap<string, unknown>;

/** Keys of a value that a reference such as `order.customer.name` stands for. */
export function keysOf(unknown: Unknown, path: readonly string[]): string[] {
	if (unknown.entries) return unknown.entries.flatMap((entry) => keysOf(entry, path));
	return [[unknown.id, ...path].join('.')];
}

/** The value of an unknown: as it was chosen, with the members that were chosen. */
export function valueOf(unknown: Unknown, values: Values, fallback: (unknown: Unknown) => unknown): unknown {
	if (unknown.entries) return unknown.entries.map((entry) => valueOf(entry, values, fallback));
	const own = values.get(String(unknown.id));
	const members = [...values].filter(([key]) => key.startsWith(`${unknown.id}.`));
	if (members.length === 0) return own === undefined ? fallback(unknown) : own;
	const base = own ?? fallback(unknown);
	const object: Record<string, unknown> = isObject(base) ? structuredClone(base) : {};
	for (const [key, value] of members) writeAt(object, key.split('.').slice(1), value);
	return object;
}

export function writeAt(object: Record<string, unknown>, path: readonly string[], value: unknown): void {
	let place = object;
	for (const name of path.slice(0, -1)) {
		const inner = Object.hasOwn(place, name) && isObject(place[name]) ? place[name] : {};
		define(place, name, inner);
		place = inner;
	}
	define(place, path.at(-1)!, value);
}

/** A name from a model, such as `__proto__`, is a name like others. */
const define = (object: Record<string, unknown>, name: string, value: unknown): void => {
	Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
