import type { Block } from '../../tree/plan-tree';
import { listLists } from '../../tree/list-tasks';
import type { ImportedNode } from './imported-workflow';
import type { Items } from './items';
import { isAggregate } from './split-items';

/** Takes out the step of each Aggregate that nothing reads: an instance is about one item anyway. @param made blocks with their nodes */
export function dropUnread(blocks: Block[], made: Array<{ block: Block; node: ImportedNode }>, { variables }: Items): void {
	for (const one of [...made]) {
		if (!isAggregate(one.node) || variables.listFields(one.node.name).length > 0) continue;
		const list = listLists(blocks).find((inner) => inner.includes(one.block));
		// A way beside others needs a step.
		if (!list || list.length === 1) continue;
		list.splice(list.indexOf(one.block), 1);
		made.splice(made.indexOf(one), 1);
	}
}
