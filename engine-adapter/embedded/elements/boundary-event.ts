import type { ElementBehavior } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyOutputs, storeTriggerVariables } from '../flow/mappings';

/**
 * BPMN 2.0, 13.5.3: begins after the interrupted activity, or beside the activity. Variables of an error stay in the event's scope; only output
 * mappings take them further (recorded from Zeebe 8.6).
 */
export const boundaryEventBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		storeTriggerVariables(context);
		completeSoon(context);
	},
	complete(context) {
		if (context.node.outputs.length > 0 || context.node.event?.kind !== 'error') applyOutputs(context);
	},
};
