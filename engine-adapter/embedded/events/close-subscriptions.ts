import type { ElementContext, Kernel } from '../flow/kernel';
import type { ElementInstance } from '../state/instances/element-instance';

export const subscriptionTables = ['message_subscription', 'signal_subscription', 'timer'];

export function closeSubscriptions({ kernel, instance, process, node }: ElementContext): void {
	if (process.catchesOf(node.id).length === 0) return;
	for (const table of subscriptionTables) kernel.database.run(`DELETE FROM ${table} WHERE element_instance_key = ?`, instance.key);
}

/** No event sub-process begins any more; events at the scope still reach it. */
export function closeEventSubProcesses(kernel: Kernel, scope: ElementInstance): void {
	const starts = kernel.definitions
		.get(scope.definitionKey)
		.eventsAt(scope.elementId)
		.filter(({ type }) => type === 'startEvent');
	for (const { id } of starts) {
		for (const table of subscriptionTables)
			kernel.database.run(`DELETE FROM ${table} WHERE element_instance_key = ? AND element_id = ?`, scope.key, id);
	}
}
