import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyOutputs, keepBrought } from '../flow/mappings';
import { setLocalVariables } from '../state/instances/variables';

/**
 * BPMN 2.0, 13.5.3: begins once the activity that it interrupts is gone, or beside the activity.
 * What the error carried stays in its scope; only output mappings take it further (recorded from Zeebe 8.6).
 */
export const boundaryEventBehavior: ElementBehavior = {
	activate(context) {
		const { kernel, instance } = context;
		if (carriesError(context)) setLocalVariables(kernel, instance.key, instance.trigger?.variables ?? {});
		markActivated(context);
		keepBrought(context);
		completeSoon(context);
	},
	complete(context) {
		if (context.node.outputs.length > 0 || !carriesError(context)) applyOutputs(context);
	},
};

const carriesError = ({ node }: ElementContext): boolean => node.event?.kind === 'error';
