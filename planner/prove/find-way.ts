import type { PlanTree } from '../tree/plan-tree';
import type { ValueFinder } from './find-values';
import type { Target } from './targets';
import { DeadEnd, PlanWalk, type Walked } from './walk-plan';

/** Walks of one search. */
const maxWalks = 300;

/** Looks for a way through the plan that the target is on: each fork is decided otherwise until one leads there. */
export function findWay(tree: PlanTree, target: Target | undefined, finder: ValueFinder, signal: AbortSignal): Walked | undefined {
	let decided: number[] = [];
	for (let walks = 0; walks < maxWalks && !signal.aborted; walks++) {
		const walk = new PlanWalk(finder, target, decided);
		const walked = tryWalk(walk, tree);
		if (walked && (!target || walked.ways.some(({ path }) => path === target.path))) return walked;
		const last = walk.decisions.findLastIndex(({ index, count }) => index + 1 < count);
		if (last < 0) return undefined;
		decided = [...walk.decisions.slice(0, last).map(({ index }) => index), walk.decisions[last]!.index + 1];
	}
	return undefined;
}

function tryWalk(walk: PlanWalk, tree: PlanTree): Walked | undefined {
	try {
		return walk.walk(tree);
	} catch (error) {
		if (error instanceof DeadEnd) return undefined;
		throw error;
	}
}
