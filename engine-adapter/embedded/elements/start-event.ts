import type { ElementBehavior } from '../element-behavior';
import { completeSoon, markActivated } from '../lifecycle';
import { applyOutputs } from '../mappings';

/** Zeebe's documentation, start events: what the message brought becomes variables of the process, or what the output mappings make of it. */
export const startEventBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		completeSoon(context);
	},
	complete: applyOutputs,
};
