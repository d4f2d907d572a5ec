import type { ElementBehavior } from '../flow/kernel';
import { interruptScope } from '../flow/interrupt-scope';
import { cancelJob } from '../work/jobs';
import { throwError } from './throw-error';
import { throwEventBehavior } from './throw-event';

/** BPMN 2.0, 13.5.2: an end event ends its path, a terminate end event everything in its scope; an error is thrown by end events only, all else as by any throw event. */
export const endEventBehavior: ElementBehavior = {
	begin: (context) => throwEventBehavior.begin!(context),
	activate(context) {
		if (context.node.event?.kind === 'error') throwError(context);
		else throwEventBehavior.activate(context);
	},
	complete: (context) => throwEventBehavior.complete!(context),
	leave({ kernel, instance, node }) {
		if (node.event?.kind === 'terminate') interruptScope(kernel, instance.scopeKey, node.id);
	},
	terminate: cancelJob,
};
