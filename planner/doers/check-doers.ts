import type { Fault, PlanTree } from '../tree/plan-tree';
import { chooseDoers, rulesForPeople } from './choose-doers';
import { doByHand } from './do-by-hand';
import type { DoerSources } from './doer';
import { placeTasks } from '../tree/list-tasks';

/** Finds the mendable faults of doers, and returns the tree with the chosen ones. */
export async function checkDoers(tree: PlanTree, sources: DoerSources): Promise<{ tree: PlanTree; faults: Fault[] }> {
	const named = new Set(placeTasks(tree).flatMap(({ task }) => (task.kind === 'node' && task.node !== undefined ? [task.id] : [])));
	// Nothing is wanted yet: the tree may be another one in the next round.
	const chosen = await chooseDoers(tree, { ...sources, noteWanted: async () => undefined });
	const canMend = (id: string, { rule }: Fault): boolean =>
		!rulesForPeople.includes(rule) || (rule === 'missing-parameter' && named.has(id));
	const faults = [...chosen.faultsOf].flatMap(([id, own]) => own.filter((fault) => canMend(id, fault)));
	return { tree: doByHand(chosen, tree.language).tree, faults };
}
