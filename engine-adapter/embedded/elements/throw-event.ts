import type { ElementBehavior } from '../element-behavior';
import { completeSoon, markActivated } from '../lifecycle';
import { applyOutputs } from '../mappings';
import { serviceTaskBehavior } from './service-task';
import { throwSignal } from './throw-signal';

/** BPMN 2.0, 13.5.1: a none event is passed through, a signal is broadcast. Zeebe's documentation, message events: a message is thrown by a job. */
export const throwEventBehavior: ElementBehavior = {
	...serviceTaskBehavior,
	activate(context) {
		if (context.node.job) return serviceTaskBehavior.activate(context);
		if (context.node.event?.kind === 'signal') return throwSignal(context);
		markActivated(context);
		completeSoon(context);
	},
	complete: applyOutputs,
};
