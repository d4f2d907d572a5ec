import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { findInstance, setTrigger } from '../state/instances/element-instances';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyOutputs, storeTriggerVariables } from '../flow/mappings';
import { openSubscriptions } from '../events/subscriptions';

/** Zeebe's documentation, start events: the message's variables become variables of the process, by the output mappings if there are any. */
export const startEventBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		if (context.node.scopeId === context.process.processId) storeTriggerVariables(context);
		completeSoon(context);
	},
	complete: applyOutputs,
	leave: openScope,
};

/** A scope waits for its events once it has its first variables (recorded from 8.6). */
function openScope({ kernel, process, instance }: ElementContext): void {
	const scope = findInstance(kernel, instance.scopeKey)!;
	const node = process.node(scope.elementId);
	if (process.catchesOf(node.id).length === 0) return;
	// The event's variables are merged, and must not be merged again on a retry.
	setTrigger(kernel, instance.key, { variables: {} });
	openSubscriptions({ kernel, process, node, instance: scope });
}
