import { splitNames } from './split-names';

export function readGroups(value: unknown): string[] {
	if (typeof value === 'string') return splitNames(value);
	return [value].flat().flatMap((group) => (typeof group === 'string' || typeof group === 'number' ? [String(group)] : []));
}
