import type { ElementContext } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { findCatchingEvent, throwTo } from '../events/thrown-events';
import { evaluateThrownCode } from './thrown-code';

/**
 * Zeebe's documentation, escalation events: goes to the nearest event that catches it; where none does, nothing happens.
 * It has no variables, and its input mappings are left alone (recorded from 8.6). What it interrupts takes the thrower down too.
 */
export function throwEscalation(context: ElementContext): void {
	const { kernel, instance, node } = context;
	const code = evaluateThrownCode(context);
	markActivated(context);
	const caught = findCatchingEvent(kernel, instance, 'escalation', code);
	kernel.log.append('escalation-thrown', { ...instance, type: node.type }, { code, caughtBy: caught?.catching.id });
	if (caught) throwTo(kernel, caught, {});
	if (!caught?.catching.interrupting) completeSoon(context);
}
