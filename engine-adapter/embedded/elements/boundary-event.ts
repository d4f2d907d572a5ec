import type { ElementBehavior } from '../element-behavior';
import { completeSoon, markActivated } from '../lifecycle';
import { applyOutputs } from '../mappings';

/** BPMN 2.0, 13.5.3: begins once the activity that it interrupts is gone, and brings what the error carried. */
export const boundaryEventBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		completeSoon(context);
	},
	complete: applyOutputs,
};
