import type { ElementBehavior } from '../flow/kernel';
import { beginEvent, markActivated } from '../flow/lifecycle';
import { openSubscriptions } from '../events/subscriptions';

/** BPMN 2.0, 13.4.5: waits for the following events, and continues at the first one. */
export const eventBasedGatewayBehavior: ElementBehavior = {
	activate(context) {
		openSubscriptions(context);
		markActivated(context);
	},
	/** No flow is taken to the event (recorded from 8.6). */
	leave: () => [],
	follow({ kernel, instance }) {
		const { happenedId, variables } = instance.trigger!;
		beginEvent(kernel, instance, happenedId!, variables);
	},
};
