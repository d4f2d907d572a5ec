import type { ElementBehavior } from '../flow/kernel';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { activateStartEvent } from './sub-process';

/** BPMN 2.0, 10.3.5: a scope in its scope, which begins by what happened there; its start event passes on what that brought. */
export const eventSubProcessBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		markActivated(context);
		activateStartEvent(context, context.instance.trigger?.start);
	},
	complete: applyOutputs,
	/** A flow that leads away from it is never taken (recorded from 8.6). */
	leave: () => [],
};
