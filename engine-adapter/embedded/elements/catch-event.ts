import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs, storeTriggerVariables } from '../flow/mappings';
import { openSubscriptions } from '../events/subscriptions';

/** BPMN 2.0, 13.5.1: waits for a message, signal or time; the target of a link waits for nothing. */
export const catchEventBehavior: ElementBehavior = {
	begin(context) {
		if (!hasHappened(context)) applyInputs(context);
	},
	activate(context) {
		if (hasHappened(context) || context.node.event?.kind === 'link') {
			markActivated(context);
			storeTriggerVariables(context);
			return completeSoon(context);
		}
		openSubscriptions(context);
		markActivated(context);
	},
	complete: applyOutputs,
};

/** After an event-based gateway, which waited in its place. */
const hasHappened = ({ instance }: ElementContext): boolean => instance.trigger !== undefined;
