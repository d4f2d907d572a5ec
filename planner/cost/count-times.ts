import type { Block, PlanTree } from '../tree/plan-tree';
import { endsByLimit } from './cost-of-flow';

/** How often a step is performed in one instance. */
export interface Times {
	low: number;
	high: number;
}

/** Counts how often each task can be performed: a branch 0 or 1 times, a loop up to its limit, and what comes after a possible end perhaps never. */
export function countTimes(tree: Pick<PlanTree, 'do'>): Map<string, Times> {
	const times = new Map<string, Times>();
	countBlocks(tree.do, { low: 1, high: 1 }, times);
	return times;
}

/** @returns whether the blocks can end the instance */
function countBlocks(blocks: readonly Block[], around: Times, times: Map<string, Times>): boolean {
	let now = around;
	let ends = false;
	for (const block of blocks) {
		if (!countBlock(block, now, times)) continue;
		ends = true;
		now = { ...now, low: 0 };
	}
	return ends;
}

const maybe = ({ high }: Times): Times => ({ low: 0, high });

function countBlock(block: Block, around: Times, times: Map<string, Times>): boolean {
	const count = (blocks: readonly Block[], of: Times) => countBlocks(blocks, of, times);
	const any = (lists: ReadonlyArray<readonly Block[]>, of: Times) => lists.map((blocks) => count(blocks, of)).includes(true);
	switch (block.kind) {
		case 'choice':
			return any([...block.branches.map((branch) => branch.do), block.otherwise.do], maybe(around));
		case 'parallel':
			return any(
				block.branches.map((branch) => branch.do),
				around,
			);
		case 'loop': {
			const high = around.high * block.limit;
			const ends = count(block.do, { low: block.each === undefined ? around.low : 0, high });
			if (ends || !endsByLimit(block)) return count(block.onLimit ?? [], maybe(around)) || ends;
			count(block.do, { low: around.low * block.limit, high });
			return count(block.onLimit ?? [], around);
		}
		case 'event':
			return any(
				block.waits.map((wait) => wait.do ?? []),
				block.waits.length === 1 ? around : maybe(around),
			);
		case 'end':
			return true;
		default:
			times.set(block.id, around);
			return any([block.onError ?? [], block.deadline?.do ?? []], maybe(around));
	}
}
