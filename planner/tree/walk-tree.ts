import type { Block, PlanTree } from './plan-tree';

/** A list of blocks in a tree, and where it is. */
export interface BlockList {
	/** JSON pointer, such as `/do/2/branches/0/do`. */
	path: string;
	blocks: Block[];
	/** The block that holds it; absent for the tree's own. */
	owner?: Block;
	/** Which of the owner's lists it is: a branch's index, `otherwise`, `onError`, `onLimit`, `deadline`, `do`. */
	part?: string;
}

/** The lists of blocks that a block holds, in the order in which they are written. */
export function listParts(block: Block, path: string): BlockList[] {
	const parts: Array<[part: string, under: string, blocks: Block[] | undefined]> = [];
	if (block.kind === 'choice' || block.kind === 'parallel')
		block.branches.forEach((branch, index) => parts.push([String(index), `branches/${index}/do`, branch.do]));
	if (block.kind === 'choice') parts.push(['otherwise', 'otherwise/do', block.otherwise.do]);
	if (block.kind === 'event') block.waits.forEach((wait, index) => parts.push([String(index), `waits/${index}/do`, wait.do]));
	if (block.kind === 'loop') parts.push(['do', 'do', block.do], ['onLimit', 'onLimit', block.onLimit]);
	if ('onError' in block) parts.push(['onError', 'onError', block.onError]);
	if ('deadline' in block) parts.push(['deadline', 'deadline/do', block.deadline?.do]);
	return parts.flatMap(([part, under, blocks]) => (blocks ? [{ path: `${path}/${under}`, blocks, owner: block, part }] : []));
}

/** Every list of blocks of a tree, outer ones first. */
export function* walkLists(tree: Pick<PlanTree, 'do'>): Generator<BlockList> {
	const waiting: BlockList[] = [{ path: '/do', blocks: tree.do }];
	for (let list = waiting.shift(); list; list = waiting.shift()) {
		yield list;
		const { blocks, path } = list;
		waiting.unshift(...blocks.flatMap((block, index) => listParts(block, `${path}/${index}`)));
	}
}

export interface PlacedBlock {
	block: Block;
	/** JSON pointer. */
	path: string;
	list: BlockList;
	index: number;
}

/** Every block of a tree, in the order in which they are written. */
export function* walkBlocks(tree: Pick<PlanTree, 'do'>): Generator<PlacedBlock> {
	for (const list of walkLists(tree))
		for (const [index, block] of list.blocks.entries()) yield { block, path: `${list.path}/${index}`, list, index };
}

export function findBlock(tree: Pick<PlanTree, 'do'>, id: string): PlacedBlock | undefined {
	for (const placed of walkBlocks(tree)) if (placed.block.id === id) return placed;
	return undefined;
}
