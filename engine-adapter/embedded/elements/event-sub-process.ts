import type { ElementBehavior } from '../flow/kernel';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { activateStartEvent } from './sub-process';

/** BPMN 2.0, 10.3.5: a scope in its scope, which begins by an event there; its start event passes on the event's variables. */
export const eventSubProcessBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		markActivated(context);
		activateStartEvent(context, context.instance.trigger?.start);
	},
	complete: applyOutputs,
	/** An outgoing flow is never taken (recorded from 8.6). */
	leave: () => [],
};
