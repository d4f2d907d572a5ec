import type { PlanTree } from '../tree/plan-tree';
import type { ValueFinder } from './find-values';
import { type Search, type SearchEnd, SearchEnded } from './search';
import type { Target } from './targets';
import { PlanWalk } from './walk/walk-plan';
import { DeadEnd, type Walked } from './walk/walked';

/** Walks of one search. */
const maxWalks = 300;

/**
 * Looks for a way through the plan that the target is on: each fork is decided otherwise until one leads there.
 * @returns why it stopped looking, or undefined where there is no way
 */
export async function findWay(
	tree: PlanTree,
	target: Target | undefined,
	finder: ValueFinder,
	search: Search,
): Promise<Walked | SearchEnd | undefined> {
	search.begin();
	let decided: number[] = [];
	try {
		for (let walks = 0; walks < maxWalks; walks++) {
			await search.step();
			const walk = new PlanWalk(finder, search, target, decided);
			const walked = await tryWalk(walk, tree);
			if (walked && (!target || walked.ways.some(({ path }) => path === target.path))) return walked;
			const last = walk.decisions.findLastIndex(({ index, count }) => index + 1 < count);
			if (last < 0) return undefined;
			decided = [...walk.decisions.slice(0, last).map(({ index }) => index), walk.decisions[last]!.index + 1];
		}
	} catch (error) {
		if (error instanceof SearchEnded) return search.end;
		throw error;
	}
	return 'steps';
}

async function tryWalk(walk: PlanWalk, tree: PlanTree): Promise<Walked | undefined> {
	try {
		return await walk.walk(tree);
	} catch (error) {
		if (error instanceof DeadEnd) return undefined;
		throw error;
	}
}
