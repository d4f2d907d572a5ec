/** Returns whether all fields of the first are in the second. */
export const isPart = (expected: Record<string, unknown>, actual: Record<string, unknown>): boolean =>
	Object.entries(expected).every(([name, value]) => JSON.stringify(actual[name]) === JSON.stringify(value));
