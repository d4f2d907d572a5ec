import type { Language } from '../../../core/base/text/languages';
import type { DoerSources } from '../../doers/doer';
import { placeTasks, mapTasks } from '../../tree/list-tasks';
import { listDetails } from '../../doers/show-data';
import { doerWords } from '../../doers/words';
import { listFields, listReads } from '../../explain/list-data';
import type { PlanTree, Task } from '../../tree/plan-tree';

/** Gives the nodes of a workflow that no signed manifest allows to people: another node in their place would be a guess. */
export async function refuseNodes(tree: PlanTree, sources: Pick<DoerSources, 'findNamed'>, language: Language): Promise<PlanTree> {
	const names = new Set(placeTasks(tree).flatMap(({ task }) => (task.kind === 'node' && task.node !== undefined ? [task.node] : [])));
	const refused = new Set<string>();
	for (const name of names) if (!(await sources.findNamed('node', name))) refused.add(name);
	const fields = listFields(tree);
	const toHand = (task: Task): Task => {
		if (task.kind !== 'node' || task.node === undefined || !refused.has(task.node)) return task;
		const { node, parameters, credentials: _, reads: __, ...common } = task;
		const [shows, details] = [listReads(task, fields), listDetails(parameters)];
		const told = { ...(shows.length > 0 && { shows }), ...(details.length > 0 && { details }) };
		return { ...common, ...told, kind: 'unsupported', reason: doerWords[language].notAllowed(node), alternatives: [] };
	};
	return { ...tree, do: mapTasks(tree.do, '/do', toHand) };
}
