import { loadFeel } from '../../bpmn/feel';
import { checkFlow } from './check/check-flow';
import { checkShape } from './check/check-shape';
import { withFields } from './check/known-variables';
import { Faults } from './faults';
import type { Fault, PlanTree } from './plan-tree';

/** Checks a tree: what it returns nothing for can be built, deployed and played to its end. */
export async function checkTree(tree: PlanTree): Promise<Fault[]> {
	const faults = new Faults(tree.language);
	checkShape(tree, faults);
	// A time brings nothing.
	const variables = withFields(new Map(), tree.inputs, tree.trigger.kind === 'timer');
	checkFlow(tree.do, '/do', { faults, feel: await loadFeel('8.6'), variables, beside: new Set() });
	return faults.list;
}
