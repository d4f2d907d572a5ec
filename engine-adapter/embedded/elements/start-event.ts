import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { findInstance, setTrigger } from '../state/instances/element-instances';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyOutputs, storeTriggerVariables } from '../flow/mappings';
import { openSubscriptions } from '../events/subscriptions';

/** Zeebe's documentation, start events: what the message brought becomes variables of the process, or what the output mappings make of it. */
export const startEventBehavior: ElementBehavior = {
	activate(context) {
		markActivated(context);
		if (context.node.scopeId === context.process.processId) storeTriggerVariables(context);
		completeSoon(context);
	},
	complete: applyOutputs,
	leave: openScope,
};

/** A scope waits for its events once it has the variables with which it began (recorded from 8.6). */
function openScope({ kernel, process, instance }: ElementContext): void {
	const scope = findInstance(kernel, instance.scopeKey)!;
	const node = process.node(scope.elementId);
	if (process.catchesOf(node.id).length === 0) return;
	// What the event brought was merged, and is not merged again when the rest is tried again.
	setTrigger(kernel, instance.key, { variables: {} });
	openSubscriptions({ kernel, process, node, instance: scope });
}
