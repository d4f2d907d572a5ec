/** For n8n expressions, process variables and query strings: a number can come as text, and text as a number. */

export function withTexts(source: object, names: readonly string[]): Record<string, unknown> {
	return mapFields(source, names, (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : value));
}

export function withNumbers(source: object, names: readonly string[]): Record<string, unknown> {
	return mapFields(source, names, (value) =>
		typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : value,
	);
}

function mapFields(source: object, names: readonly string[], change: (value: unknown) => unknown): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(source).map(([name, value]: [string, unknown]) => {
			if (!names.includes(name)) return [name, value];
			return [name, Array.isArray(value) ? value.map(change) : change(value)];
		}),
	);
}
