import type { Fault, PlanTree } from '../tree/plan-tree';
import { chooseDoers } from './choose-doers';
import type { DoerSources } from './doer';
import { listTasks } from './list-tasks';

/** Finds what the nodes that a tree names are missing, for the model that named them. Only a person can give a credential. */
export async function checkDoers(tree: PlanTree, sources: DoerSources): Promise<Fault[]> {
	const named = new Set(listTasks(tree).flatMap(({ task }) => (task.kind === 'node' && task.node !== undefined ? [task.id] : [])));
	if (named.size === 0) return [];
	// Nothing is wanted yet: the tree may be another one in the next round.
	const { faultsOf } = await chooseDoers(tree, { ...sources, noteWanted: async () => undefined });
	return [...faultsOf].flatMap(([id, faults]) => (named.has(id) ? faults.filter(({ rule }) => rule !== 'missing-credential') : []));
}
