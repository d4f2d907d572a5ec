import type { ElementBehavior } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';

/** Zeebe's documentation, manual and undefined tasks: the engine passes through. Their io mappings are left alone (recorded from 8.6). */
export const manualTaskBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		completeSoon(context);
	},
};
