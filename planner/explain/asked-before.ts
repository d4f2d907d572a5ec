import type { Block, PlanTree } from '../tree/plan-tree';

/** Finds the tasks before which a person decides on each way that leads to them. */
export function findAskedBefore(tree: Pick<PlanTree, 'do'>): Set<string> {
	const asked = new Set<string>();
	walk(tree.do, false, asked);
	return asked;
}

/** @returns whether a person was asked on each way to the end of the blocks; undefined where none goes on */
function walk(blocks: readonly Block[], before: boolean, asked: Set<string>): boolean | undefined {
	let now: boolean | undefined = before;
	for (const block of blocks) {
		if (now === undefined) return undefined;
		now = walkBlock(block, now, asked);
	}
	return now;
}

/** Ways that do not go on do not count. */
const onAll = (ways: ReadonlyArray<boolean | undefined>): boolean | undefined => {
	const open = ways.filter((way) => way !== undefined);
	return open.length === 0 ? undefined : open.every(Boolean);
};

function walkBlock(block: Block, before: boolean, asked: Set<string>): boolean | undefined {
	const through = (blocks: readonly Block[] = []) => walk(blocks, before, asked);
	switch (block.kind) {
		case 'choice':
			return onAll([...block.branches.map((branch) => through(branch.do)), through(block.otherwise.do)]);
		case 'parallel': {
			const ways = block.branches.map((branch) => through(branch.do));
			// The join waits for all of them.
			return ways.includes(undefined) ? onAll(ways) : ways.some(Boolean);
		}
		case 'loop': {
			const body = through(block.do);
			// A list can be empty.
			const after = block.each === undefined ? body : onAll([before, body]);
			return after === undefined ? undefined : onAll([after, walk(block.onLimit ?? [], after, asked)]);
		}
		case 'event':
			return onAll(block.waits.map((wait) => through(wait.do)));
		case 'end':
			return undefined;
		default: {
			if (before) asked.add(block.id);
			const done = before || block.kind === 'human';
			return onAll([done, ...(block.onError ? [through(block.onError)] : []), ...(block.deadline ? [through(block.deadline.do)] : [])]);
		}
	}
}
