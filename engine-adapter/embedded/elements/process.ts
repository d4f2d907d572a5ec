import type { ElementBehavior } from '../element-behavior';
import { markActivated } from '../lifecycle';
import { setLocalVariables } from '../variables';
import { activateStartEvent } from './sub-process';

/** BPMN 2.0, 10.2: a process instance begins at its none start event, or at the message start event that called for it. */
export const processBehavior: ElementBehavior = {
	activate(context) {
		const { kernel, instance } = context;
		setLocalVariables(kernel, instance.key, instance.trigger?.variables ?? {});
		markActivated(context);
		activateStartEvent(context, instance.trigger?.start);
	},
};
