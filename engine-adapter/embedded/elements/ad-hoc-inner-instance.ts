import { collectResult, endsAdHoc, resultVariable } from '../flow/ad-hoc-sub-processes';
import type { ElementBehavior } from '../flow/kernel';
import { forgetIncidents } from '../work/incidents';
import { markActivated } from '../flow/lifecycle';
import { activateIn } from '../flow/flow-tokens';
import { setLocalVariables } from '../state/instances/variables';

/** Scope of one element in an ad-hoc sub-process, with all that follows it there (recorded from Zeebe 8.8). */
export const adHocInnerInstanceBehavior: ElementBehavior = {
	activate(context) {
		const { kernel, instance, node, process } = context;
		const { elementId, variables } = instance.trigger!.start!;
		setLocalVariables(kernel, instance.key, { ...resultVariable(node.adHoc!), ...variables });
		markActivated(context);
		activateIn(kernel, { ...instance, scopeKey: instance.key }, process.entryOf(elementId));
	},
	complete: collectResult,
	endsScope: endsAdHoc,
	terminate: ({ kernel, instance }) => forgetIncidents(kernel, instance),
};
