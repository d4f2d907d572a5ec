import { isNumber, toDouble } from '../numbers';
import { getType } from '../values';

/**
 * Groups equal items, in the order of their first. Only what has something in common is compared.
 * @param isSame as the dialect of FEEL compares
 */
export function groupItems(items: unknown[], isSame: (a: unknown, b: unknown) => boolean): unknown[][] {
	const alike = new Map<unknown, unknown[][]>();
	const groups: unknown[][] = [];
	for (const item of items) {
		const key = isNumber(item) ? toDouble(item) : typeof item === 'string' ? `"${item}` : getType(item);
		const candidates = alike.get(key) ?? [];
		const group = candidates.find(([other]) => isSame(other, item));
		if (group) {
			group.push(item);
			continue;
		}
		const added = [item];
		groups.push(added);
		alike.set(key, candidates);
		candidates.push(added);
	}
	return groups;
}
