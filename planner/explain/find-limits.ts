import type { Block, Loop, PlanTree } from '../tree/plan-tree';
import { listInner } from '../tree/walk';
import { judgeWays } from '../tree/ways-end';
import { listNames } from './list-data';
import { cut } from '../wish/sentences';
import type { ExplainWords } from './words';

const maxListed = 10;
const maxName = 100;

/** Says of each loop what happens at its limit, where the plan says nothing of it: it goes on, or entries are left out. */
export function describeLimits({ do: blocks }: Pick<PlanTree, 'do'>, words: ExplainWords): string[] {
	const said = [...findSilent(blocks)].map(({ name, each, until = '', limit }) =>
		each === undefined ? words.goesOn(cut(name, maxName), limit, cut(until, maxName)) : words.leavesOut(cut(name, maxName), limit),
	);
	return said.slice(0, maxListed);
}

function* findSilent(blocks: readonly Block[]): Generator<Loop> {
	for (const [at, block] of blocks.entries()) {
		if (block.kind === 'loop' && isSilent(block, blocks[at + 1])) yield block;
		for (const inner of listInner(block)) yield* findSilent(inner.blocks);
	}
}

function isSilent(loop: Loop, next: Block | undefined): boolean {
	if (loop.onLimit || !judgeWays([loop]).goOn) return false;
	if (loop.each !== undefined) return true;
	if (loop.until === undefined) return false;
	const names = new Set(listNames(loop.until));
	return !(next?.kind === 'choice' && next.branches.some(({ when }) => listNames(when).some((name) => names.has(name))));
}
