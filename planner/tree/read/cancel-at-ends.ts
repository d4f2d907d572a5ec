import type { Block, PlanTree } from '../plan-tree';
import { listInner } from '../walk';
import { endsSometimes } from '../ways-end';
import type { Reader } from './reader';

/** Lets an end that only some ways of a parallel branch come to end everything: "end" means the plan, and the others must not wait for it. */
export function cancelAtEnds(tree: PlanTree, reader: Reader): void {
	visit(tree.do, '/do', reader);
}

function visit(blocks: Block[], path: string, reader: Reader): void {
	for (const [at, block] of blocks.entries()) {
		for (const inner of listInner(block)) {
			if (endsSometimes(block, inner.blocks)) cancel(inner.blocks, `${path}/${at}${inner.path}`, reader);
			visit(inner.blocks, `${path}/${at}${inner.path}`, reader);
		}
	}
}

function cancel(blocks: Block[], path: string, reader: Reader): void {
	for (const [at, block] of blocks.entries()) {
		if (block.kind === 'end' && !block.cancels) {
			block.cancels = true;
			reader.repair(`${path}/${at}`, 'ends what runs beside it too now');
		}
		// Parallel branches in it are judged on their own; a loop that ends always ends everything.
		for (const inner of listInner(block)) cancel(inner.blocks, `${path}/${at}${inner.path}`, reader);
	}
}
