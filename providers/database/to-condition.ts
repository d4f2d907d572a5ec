import type { Value } from './state-database';

/** Makes the condition on rows of those parts that have a value. */
export function toCondition(conditions: Record<string, Value | undefined>): { where: string; values: Value[] } {
	const set = Object.entries(conditions).filter((condition): condition is [string, Value] => condition[1] !== undefined);
	return { where: set.map(([text]) => text).join(' AND '), values: set.map(([, value]) => value) };
}
