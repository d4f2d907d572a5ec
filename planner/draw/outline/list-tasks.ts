import type { Block, Task } from '../../tree/plan-tree';

/** Returns the tasks of blocks, also those inside of others, in order. */
export function listTasks(blocks: Block[]): Task[] {
	return blocks.flatMap((block): Task[] => {
		if (block.kind === 'choice') return [...block.branches, block.otherwise].flatMap((branch) => listTasks(branch.do));
		if (block.kind === 'parallel') return block.branches.flatMap((branch) => listTasks(branch.do));
		if (block.kind === 'loop') return listTasks(block.do);
		if (block.kind === 'event') return block.waits.flatMap((wait) => listTasks(wait.do ?? []));
		return block.kind === 'end' ? [] : [block];
	});
}

/** Returns every list of blocks that follow each other, the outer ones first. */
export function listLists(blocks: Block[]): Block[][] {
	const inner = blocks.flatMap((block): Block[][] => {
		if (block.kind === 'choice') return [...block.branches, block.otherwise].map((branch) => branch.do);
		if (block.kind === 'parallel') return block.branches.map((branch) => branch.do);
		if (block.kind === 'loop') return [block.do];
		return block.kind === 'event' ? block.waits.map((wait) => wait.do ?? []) : [];
	});
	return [blocks, ...inner.flatMap(listLists)];
}
