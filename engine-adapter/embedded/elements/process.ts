import type { ElementBehavior } from '../flow/kernel';
import { markActivated } from '../flow/lifecycle';
import { activateStartEvent } from './sub-process';

/** BPMN 2.0, 10.2: a process instance begins at its none start event, or at the message start event that called for it. */
export const processBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		activateStartEvent(context, context.instance.trigger?.start);
	},
};
