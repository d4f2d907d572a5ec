import { findCatchingEvent, throwTo, uncaughtError } from '../events/thrown-events';
import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { interruptScope } from '../flow/interrupt-scope';
import { markActivated } from '../flow/lifecycle';
import { cancelJob } from '../work/change-jobs';
import { throwEventBehavior } from './throw-event';
import { evaluateThrownCode } from './thrown-code';

/**
 * BPMN 2.0, 13.5.2: ends its path, a terminate end event everything in its scope. Only end events throw errors; other kinds are as in any throw
 * event.
 */
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

/** BPMN 2.0, 13.5.2: no token continues after an error end event: its scope is interrupted. An uncaught error raises an incident. */
function throwError(context: ElementContext): void {
	const code = evaluateThrownCode(context);
	const caught = findCatchingEvent(context.kernel, context.instance, 'error', code);
	if (!caught) throw uncaughtError(context.kernel, context.instance, code);
	markActivated(context);
	throwTo(context.kernel, caught, {});
}
