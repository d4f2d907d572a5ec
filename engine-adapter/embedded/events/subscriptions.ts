import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { ElementContext } from '../flow/kernel';
import { subscribeToMessage } from './messages';
import { subscribeToSignal } from './signals';
import { scheduleTimer } from './timers';

type Open = () => void;

/** By kind of event: evaluates what is waited for, and gives what opens it. */
const subscribers: Record<string, (context: ElementContext, catching: FlowNode) => Open> = {
	message: subscribeToMessage,
	timer: scheduleTimer,
	signal: subscribeToSignal,
};

/** Evaluates what one event waits for, and gives what opens it. @throws IncidentCause */
export const subscribe = (context: ElementContext, catching: FlowNode): Open => subscribers[catching.event!.kind]!(context, catching);

/** Zeebe's documentation, events: the element waits for its events from now on. @throws IncidentCause before any is opened */
export function openSubscriptions(context: ElementContext): void {
	const opens = context.process.catchesOf(context.node.id).map((catching) => subscribe(context, catching));
	for (const open of opens) open();
}
