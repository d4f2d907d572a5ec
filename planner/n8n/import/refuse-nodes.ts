import type { Language } from '../../../core/base/text/languages';
import type { DoerSources } from '../../doers/doer';
import { placeTasks, mapTasks } from '../../tree/list-tasks';
import { doerWords } from '../../doers/words';
import type { PlanTree, Task } from '../../tree/plan-tree';

/** Gives the nodes of a workflow that no signed manifest allows to people: another node in their place would be a guess. */
export async function refuseNodes(tree: PlanTree, sources: Pick<DoerSources, 'findNamed'>, language: Language): Promise<PlanTree> {
	const names = new Set(placeTasks(tree).flatMap(({ task }) => (task.kind === 'node' && task.node !== undefined ? [task.node] : [])));
	const refused = new Set<string>();
	for (const name of names) if (!(await sources.findNamed('node', name))) refused.add(name);
	const toHand = (task: Task): Task => {
		if (task.kind !== 'node' || task.node === undefined || !refused.has(task.node)) return task;
		const { node, parameters: _, credentials: __, reads: ___, ...common } = task;
		return { ...common, kind: 'unsupported', reason: doerWords[language].notAllowed(node), alternatives: [] };
	};
	return { ...tree, do: mapTasks(tree.do, '/do', toHand) };
}
