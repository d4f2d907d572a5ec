import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine/variables';
import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { beginEvent, markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { beginAt } from '../flow/modify-instance';
import { openSubscriptions } from '../events/subscriptions';

/** BPMN 2.0, 13.3.4: its own scope, which completes when no token is left in it. */
export const subProcessBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		markActivated(context);
		activateStartEvent(context);
	},
	complete: applyOutputs,
};

/**
 * The none start event, unless an event names another; an event sub-process without a trigger begins at its own. A process begins at once at its
 * starting event (recorded from 8.6).
 */
export function activateStartEvent(
	{ kernel, process, node, instance }: ElementContext,
	start?: { elementId: string; variables: Variables },
): void {
	const isOwn = ({ type, event }: FlowNode): boolean =>
		type === 'startEvent' && (event?.kind === 'none' || node.type === 'eventSubProcess');
	const elementId = start?.elementId ?? process.nodesOf(node.id).find(isOwn)!.id;
	if (start && node.type === 'process') return beginEvent(kernel, { ...instance, scopeKey: instance.key }, elementId, start.variables);
	const trigger = start && { variables: start.variables };
	kernel.steps.push({ kind: 'activate', definitionKey: process.key, scopeKey: instance.key, elementId, trigger });
}

/** BPMN 2.0, 10.2: begins at the none start event, at the message start event, or where a command says. */
export const processBehavior: ElementBehavior = {
	activate(context) {
		const { start, startAt } = context.instance.trigger ?? {};
		markActivated(context);
		if (!startAt) return activateStartEvent(context, start);
		openSubscriptions(context);
		beginAt(context.kernel, context.instance, startAt);
	},
};
