import type { Value } from './state-database';

/** Skips parts without a value. A list is for `column IN (?)`. */
export function toCondition(conditions: Record<string, Value | readonly Value[] | undefined>): { where: string; values: Value[] } {
	const set = Object.entries(conditions).flatMap(([text, value]) => (value === undefined ? [] : [{ text, values: [value].flat() }]));
	return {
		where: set.map(({ text, values }) => text.replace('?', values.map(() => '?').join(', '))).join(' AND '),
		values: set.flatMap(({ values }) => values),
	};
}
