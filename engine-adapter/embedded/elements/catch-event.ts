import type { ElementBehavior } from '../element-behavior';
import { markActivated } from '../lifecycle';
import { applyInputs, applyOutputs } from '../mappings';
import { openSubscriptions } from '../subscriptions';

/** BPMN 2.0, 13.5.1: an intermediate catch event waits for its message or its time. */
export const catchEventBehavior: ElementBehavior = {
	activate(context) {
		applyInputs(context);
		openSubscriptions(context);
		markActivated(context);
	},
	complete: applyOutputs,
};
