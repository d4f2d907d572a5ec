import type { ElementContext } from '../flow/kernel';
import { markActivated } from '../flow/lifecycle';
import { findCatchingEvent, throwTo, uncaughtError } from '../events/thrown-events';
import { codeOf } from './thrown-code';

/** BPMN 2.0, 13.5.2: an error never goes on behind its end event; its scope is interrupted. Uncaught it raises an incident. */
export function throwError(context: ElementContext): void {
	const code = codeOf(context);
	const caught = findCatchingEvent(context.kernel, context.instance, 'error', code);
	if (!caught) throw uncaughtError(code);
	markActivated(context);
	throwTo(context.kernel, caught, {});
}
