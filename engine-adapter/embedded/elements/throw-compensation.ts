import { compensate } from '../flow/compensation';
import type { ElementContext } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';

/** Zeebe's documentation, compensation events: waits for the handlers that it begins; its mappings are left alone (recorded from 8.6). */
export function throwCompensation(context: ElementContext): void {
	markActivated(context);
	if (!compensate(context)) completeSoon(context);
}
