import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { ElementContext } from '../flow/kernel';
import { subscribeToMessage } from './messages';
import { subscribeToSignal } from './signals';
import { scheduleTimer } from './timers';

type Open = () => void;

/** By kind of event: evaluates and returns a function that opens. */
const subscribers: Record<string, (context: ElementContext, catching: FlowNode) => Open> = {
	message: subscribeToMessage,
	timer: scheduleTimer,
	signal: subscribeToSignal,
};

/** @returns a function that opens the subscription @throws IncidentCause */
export const subscribe = (context: ElementContext, catching: FlowNode): Open => subscribers[catching.event!.kind]!(context, catching);

/** Zeebe's documentation, events. @throws IncidentCause before any is opened */
export function openSubscriptions(context: ElementContext): void {
	const opens = context.process.catchesOf(context.node.id).map((catching) => subscribe(context, catching));
	for (const open of opens) open();
}
