/** What expressions of n8n, variables of processes and query strings give: a number is as good as its text, and the other way around. */

/** A copy whose fields of these names are texts, where they are numbers; of a list each. */
export function withTexts(given: object, names: readonly string[]): Record<string, unknown> {
	return mapped(given, names, (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : value));
}

/** A copy whose fields of these names are numbers, where they are texts of one. */
export function withNumbers(given: object, names: readonly string[]): Record<string, unknown> {
	return mapped(given, names, (value) =>
		typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : value,
	);
}

function mapped(given: object, names: readonly string[], change: (value: unknown) => unknown): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(given).map(([name, value]: [string, unknown]) => {
			if (!names.includes(name)) return [name, value];
			return [name, Array.isArray(value) ? value.map(change) : change(value)];
		}),
	);
}
