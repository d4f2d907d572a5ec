/** Splits a field of names that are separated by commas: trimmed, without empty or repeated names, in their order. */
export function splitNames(field = ''): string[] {
	const names = field.split(',').map((name) => name.trim());
	return [...new Set(names.filter(Boolean))];
}
