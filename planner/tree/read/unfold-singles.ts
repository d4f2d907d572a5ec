import type { Block, PlanTree } from '../plan-tree';
import { listInner } from '../walk';
import type { Reader } from './reader';

/** Puts the blocks of a parallel block with one branch in its place: nothing runs beside them. */
export function unfoldSingles(tree: PlanTree, reader: Reader): void {
	tree.do = unfold(tree.do, '/do', reader);
}

function unfold(blocks: Block[], path: string, reader: Reader): Block[] {
	return blocks.flatMap((block, at) => {
		for (const inner of listInner(block)) inner.put(unfold(inner.blocks, `${path}/${at}${inner.path}`, reader));
		if (block.kind !== 'parallel' || block.branches.length > 1) return [block];
		reader.repair(`${path}/${at}`, 'its one branch is in its place now');
		return block.branches[0]?.do ?? [];
	});
}
