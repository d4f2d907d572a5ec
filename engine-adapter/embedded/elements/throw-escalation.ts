import type { ElementContext } from '../element-behavior';
import { completeSoon, markActivated } from '../lifecycle';
import { findCatchingEvent, throwTo } from '../thrown-events';
import { codeOf } from './thrown-code';

/**
 * Zeebe's documentation, escalation events: goes to the nearest event that catches it; where none does, nothing happens.
 * It brings no variables, and its input mappings are left alone (recorded from 8.6). What it interrupts takes the thrower down too.
 */
export function throwEscalation(context: ElementContext): void {
	const code = codeOf(context);
	markActivated(context);
	const caught = findCatchingEvent(context.kernel, context.instance, 'escalation', code);
	if (caught) throwTo(context.kernel, caught, {});
	if (!caught?.catching.interrupting) completeSoon(context);
}
