import { type Block, isTask, type Loop, type PlanTree } from '../tree/plan-tree';
import { listInner } from '../tree/walk';
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
	if (block.kind === 'end') return true;
	if (block.kind === 'loop') return countLoop(block, around, times);
	if (isTask(block)) times.set(block.id, around);
	const of = isTakenWhole(block) ? around : maybe(around);
	return listInner(block)
		.map(({ blocks }) => countBlocks(blocks, of, times))
		.includes(true);
}

/** Checks that all that is in a block is done wherever the block is. */
const isTakenWhole = (block: Block): boolean => block.kind === 'parallel' || (block.kind === 'event' && block.waits.length === 1);

function countLoop(block: Loop, around: Times, times: Map<string, Times>): boolean {
	const { do: rounds, onLimit = [], each, limit } = block;
	const high = around.high * limit;
	const ends = countBlocks(rounds, { low: each === undefined ? around.low : 0, high }, times);
	if (ends || !endsByLimit(block)) return countBlocks(onLimit, maybe(around), times) || ends;
	countBlocks(rounds, { low: around.low * limit, high }, times);
	return countBlocks(onLimit, around, times);
}
