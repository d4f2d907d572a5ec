import { buildProcess } from './build/build-process';
import { lintPlan } from './build/lint-plan';
import { checkDoers } from './doers/check-doers';
import type { DoerSources } from './doers/doer';
import { checkTree } from './tree/check-tree';
import type { Fault, PlanTree } from './tree/plan-tree';

/** Finds all faults for the model that wrote or changed a tree: of the tree, of its doers, of the built process. */
export async function checkPlan(tree: PlanTree, sources: DoerSources): Promise<Fault[]> {
	const own = await checkTree(tree);
	const { tree: staffed, faults } = await checkDoers(tree, sources);
	if (own.length + faults.length > 0) return [...own, ...faults];
	const later = await checkTree(staffed);
	return later.length > 0 ? later : lintPlan(staffed, await buildProcess(staffed));
}
