import type { FlowNode } from '../../bpmn/process-model';
import type { Variables } from '../engine';
import type { ElementContext } from './element-behavior';
import { setTrigger, type ElementInstance } from './element-instances';
import type { Kernel } from './kernel';
import { subscribeToMessage } from './messages';
import { scheduleTimer } from './timers';
import { activateIn } from './tokens';

type Open = () => void;

/** By kind of event: evaluates what is waited for, and gives what opens it. */
const subscribers: Record<string, (context: ElementContext, catching: FlowNode) => Open> = {
	message: subscribeToMessage,
	timer: scheduleTimer,
};

/** Zeebe's documentation, events: the element waits for its events from now on. @throws IncidentCause before any is opened */
export function openSubscriptions(context: ElementContext): void {
	const opens = context.process.catchesOf(context.node.id).map((catching) => subscribers[catching.event!.kind]!(context, catching));
	for (const open of opens) open();
}

/** The element waits no more. */
export function closeSubscriptions({ kernel, instance, process, node }: ElementContext): void {
	if (process.catchesOf(node.id).length === 0) return;
	kernel.database.run('DELETE FROM message_subscription WHERE element_instance_key = ?', instance.key);
	kernel.database.run('DELETE FROM timer WHERE element_instance_key = ?', instance.key);
}

/** Whether events still reach the element: not when it ends or when another event interrupts it. */
export const isCatching = (instance: ElementInstance | undefined): instance is ElementInstance =>
	instance?.state === 'ACTIVATED' && instance.trigger?.boundaryId === undefined && instance.trigger?.happenedId === undefined;

/** BPMN 2.0, 13.5.3: an event that happened completes the element that waits for it, interrupts its host, or goes on beside it. */
export function catchEvent(kernel: Kernel, instance: ElementInstance, catching: FlowNode, variables: Variables): void {
	if (catching.id !== instance.elementId && catching.type !== 'boundaryEvent') {
		setTrigger(kernel, instance.key, { variables, happenedId: catching.id });
		kernel.steps.push({ kind: 'complete', key: instance.key });
	} else if (catching.type !== 'boundaryEvent') {
		setTrigger(kernel, instance.key, { variables });
		kernel.steps.push({ kind: 'complete', key: instance.key });
	} else if (catching.interrupting) {
		setTrigger(kernel, instance.key, { variables, boundaryId: catching.id });
		kernel.steps.push({ kind: 'terminate', key: instance.key });
	} else {
		activateIn(kernel, instance, catching.id, { variables });
	}
}
