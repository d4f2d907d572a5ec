import type { Field } from '../plan-tree';
import { typeOfField, type ValueType } from './infer-type';

export interface Known {
	type: ValueType;
	/** True if it may have no value. */
	mayBeNull: boolean;
}

/** The variables that have been set at a place of the plan. */
export type Variables = ReadonlyMap<string, Known>;

/** Adds what is set. */
export function withFields(variables: Variables, fields: readonly Field[], mayBeNull = false): Variables {
	if (fields.length === 0) return variables;
	const more = new Map(variables);
	for (const { name, type, required } of fields) more.set(name, { type: typeOfField(type), mayBeNull: mayBeNull || required === false });
	return more;
}

/** Variables after alternatives: one that only some ways set may be null after them. */
export function joinWays(ways: readonly Variables[]): Variables {
	const joined = new Map<string, Known>();
	for (const name of new Set(ways.flatMap((way) => [...way.keys()]))) {
		const found = ways.flatMap((way) => way.get(name) ?? []);
		const isOneType = found.every(({ type }) => type === found[0]!.type);
		joined.set(name, {
			type: isOneType ? found[0]!.type : 'unknown',
			mayBeNull: found.length < ways.length || found.some((one) => one.mayBeNull),
		});
	}
	return joined;
}

/** Variables after parallel branches: all of them, as the branch that set it knows it. */
export function joinBranches(before: Variables, branches: readonly Variables[]): Variables {
	const joined = new Map(before);
	for (const branch of branches) for (const [name, known] of branch) if (before.get(name) !== known) joined.set(name, known);
	return joined;
}
