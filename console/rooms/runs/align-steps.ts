import type { Step } from './run';

const mostAligned = 500;

const kindOf = (step: Step): string => `${step.kind} ${step.team?.agent ?? ''} ${step.kind === 'tool' ? step.tool : ''}`;

/** Aligns the steps of two runs: the most steps of the same kind in the same order. */
export function alignSteps(one: readonly Step[], other: readonly Step[]): Array<[Step | undefined, Step | undefined]> {
	if (Math.max(one.length, other.length) > mostAligned)
		return Array.from({ length: Math.max(one.length, other.length) }, (_, index) => [one[index], other[index]]);
	const common = countCommon(one.map(kindOf), other.map(kindOf));
	const rows: Array<[Step | undefined, Step | undefined]> = [];
	let [left, right] = [0, 0];
	while (left < one.length || right < other.length) {
		const isBoth = left < one.length && right < other.length && kindOf(one[left]!) === kindOf(other[right]!);
		if (isBoth) rows.push([one[left++], other[right++]]);
		else if (right >= other.length || (left < one.length && common[left + 1]![right]! >= common[left]![right + 1]!))
			rows.push([one[left++], undefined]);
		else rows.push([undefined, other[right++]]);
	}
	return rows;
}

function countCommon(one: readonly string[], other: readonly string[]): number[][] {
	const common = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
	for (let left = one.length - 1; left >= 0; left--)
		for (let right = other.length - 1; right >= 0; right--)
			common[left]![right] =
				one[left] === other[right] ? common[left + 1]![right + 1]! + 1 : Math.max(common[left + 1]![right]!, common[left]![right + 1]!);
	return common;
}
