import type { Block, Choice, Loop, PlanTree, Task } from '../../planner/tree/plan-tree';
import { beside, either, follow, nothing, one, repeat, toTraces, type Way } from './traces';

/**
 * Returns the traces that a tree allows, at most 200: a step counts where it begins, by its name; events and ends are silent. A step is followed by
 * what is done if it fails or is late, or not. Loops are repeated up to two times, and those over lists have up to two entries.
 */
export const tracesOf = (tree: Pick<PlanTree, 'do'>): string[][] => toTraces(allOf(tree.do));

const allOf = (blocks: readonly Block[]): readonly Way[] => blocks.reduce((ways, block) => follow(ways, waysOf(block)), nothing);

function waysOf(block: Block): readonly Way[] {
	switch (block.kind) {
		case 'choice':
			return waysOfChoice(block);
		case 'parallel':
			return block.branches.map((branch) => allOf(branch.do)).reduce(beside, nothing);
		case 'loop':
			return waysOfLoop(block);
		case 'event':
			return either(block.waits.map((wait) => allOf(wait.do ?? [])));
		case 'end':
			return [{ steps: [], ends: true }];
		default:
			return waysOfStep(block);
	}
}

function waysOfStep({ name, onError = [], deadline }: Task): readonly Way[] {
	const after = [nothing, ...(onError.length > 0 ? [allOf(onError)] : []), ...(deadline ? [allOf(deadline.do)] : [])];
	return follow(one(name), either(after));
}

function waysOfChoice({ many, branches, otherwise }: Choice): readonly Way[] {
	const sets = branches.map((branch) => allOf(branch.do));
	const none = allOf(otherwise.do);
	if (!many) return either([...sets, none]);
	let taken: Array<readonly Way[]> = [];
	for (const set of sets) taken = [...taken, set, ...taken.map((before) => beside(before, set))];
	return either([...taken, none]);
}

function waysOfLoop({ do: blocks, each, together, onLimit }: Loop): readonly Way[] {
	const round = allOf(blocks);
	if (each !== undefined) return together ? either([nothing, round, beside(round, round)]) : repeat(nothing, round);
	const rounds = repeat(round, round);
	return onLimit ? either([rounds, follow(follow(follow(round, round), round), allOf(onLimit))]) : rounds;
}
