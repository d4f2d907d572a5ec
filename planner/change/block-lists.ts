import type { Block, PlanTree } from '../tree/plan-tree';
import { listInner } from '../tree/walk';

export interface BlockList {
	blocks: Block[];
	owner?: Block;
	/** The owner's list: a branch's number, `otherwise`, `do`, `onError`, `onLimit`, `deadline`. */
	part?: string;
}

export interface PlacedBlock {
	block: Block;
	list: BlockList;
	index: number;
}

/** The lists of blocks that a block holds, in the order in which they are written. */
export const listParts = (block: Block): BlockList[] =>
	listInner(block).map(({ path, blocks }) => ({
		blocks,
		owner: block,
		part: path.replace(/^\/(?:(?:branches|waits)\/)?|(?<=\/.*)\/do$/g, ''),
	}));

/** Every block of a tree with the list that it is in: each list whole, before those in it. */
export function* placeBlocks({ do: blocks }: Pick<PlanTree, 'do'>): Generator<PlacedBlock> {
	const waiting: BlockList[] = [{ blocks }];
	for (let list = waiting.shift(); list; list = waiting.shift()) {
		for (const [index, block] of list.blocks.entries()) yield { block, list, index };
		waiting.unshift(...list.blocks.flatMap(listParts));
	}
}

export function findBlock(tree: Pick<PlanTree, 'do'>, id: string): PlacedBlock | undefined {
	for (const placed of placeBlocks(tree)) if (placed.block.id === id) return placed;
	return undefined;
}
