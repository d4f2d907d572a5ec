import type { ElementBehavior } from '../flow/kernel';
import { finish, markActivated } from '../flow/lifecycle';

/** BPMN 2.0, 13.4.1: forks into every outgoing flow; that it joins first is decided in tokens.ts, before it begins. */
export const parallelGatewayBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		finish(context);
	},
};
