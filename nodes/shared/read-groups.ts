import { splitNames } from './split-names';

/** Reads the groups of whoever asks: text with commas, or by an expression a list. What is neither gives no rights. */
export function readGroups(value: unknown): string[] {
	if (typeof value === 'string') return splitNames(value);
	return [value].flat().flatMap((group) => (typeof group === 'string' || typeof group === 'number' ? [String(group)] : []));
}
