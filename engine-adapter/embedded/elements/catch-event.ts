import type { ElementBehavior } from '../element-behavior';
import { markActivated } from '../lifecycle';
import { applyInputs, applyOutputs } from '../mappings';
import { subscribe, unsubscribe } from '../messages';

/** BPMN 2.0, 13.5.1: an intermediate message catch event waits for its message. */
export const catchEventBehavior: ElementBehavior = {
	activate(context) {
		applyInputs(context);
		subscribe(context);
		markActivated(context);
	},
	complete: applyOutputs,
	terminate: unsubscribe,
};
