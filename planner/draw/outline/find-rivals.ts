import type { Block } from '../../tree/plan-tree';

/** Returns the places of two steps of a list that are the same and that different people do. */
export function findRivals(blocks: Block[]): [number, number] | undefined {
	for (const [first, one] of blocks.entries()) {
		const second = blocks.findIndex(
			(other, at) => at > first && one.kind === 'human' && other.kind === 'human' && one.name === other.name && one.who !== other.who,
		);
		if (second > 0) return [first, second];
	}
	return undefined;
}
