import type { Block, PlanTree } from '../tree/plan-tree';
import { listInner } from '../tree/walk';

/** Takes out what holds nothing after a change: a choice of nothing, a round of nothing, and branches of nothing that run beside others. */
export function dropEmpty(tree: PlanTree): void {
	tree.do = dropIn(tree.do);
}

function dropIn(blocks: Block[]): Block[] {
	for (const block of blocks) {
		for (const inner of listInner(block)) if (inner.blocks.length > 0) inner.put(dropIn(inner.blocks));
		if (block.kind === 'parallel') block.branches = block.branches.filter((branch) => branch.do.length > 0);
	}
	return blocks.filter((block) => !holdsNothing(block));
}

function holdsNothing(block: Block): boolean {
	if (block.kind === 'choice') return [...block.branches, block.otherwise].every((branch) => branch.do.length === 0);
	if (block.kind === 'parallel') return block.branches.length === 0;
	return block.kind === 'loop' && block.do.length === 0;
}
