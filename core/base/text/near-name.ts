/** More than two slips make another word; in a short name, more than one in four letters. */
const maxSlips = 2;

/** Returns the probably intended name; undefined if none is near. */
export function findNearName(name: string, names: readonly string[]): string | undefined {
	const near = names.map((one) => ({ one, slips: countSlips(name, one) })).sort((left, right) => left.slips - right.slips)[0];
	return near !== undefined && near.slips <= Math.min(maxSlips, Math.floor(name.length / 4)) ? near.one : undefined;
}

function countSlips(one: string, other: string): number {
	if (Math.abs(one.length - other.length) > maxSlips) return Infinity;
	let before: number[] = [];
	let row = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (let i = 1; i <= one.length; i++) {
		const next = [i];
		for (let j = 1; j <= other.length; j++) {
			const isExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
			const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
			next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced, isExchanged ? before[j - 2]! + 1 : Infinity));
		}
		[before, row] = [row, next];
	}
	return row[other.length]!;
}
