import type { EventDefinition, FlowNode } from '../reading/process-model';
import { refusal, type Reason } from '../reason';

/** The kinds of event that the element may have. */
export function expectEvent(node: FlowNode, kinds: string[]): Reason[] {
	const event = node.event!;
	if (kinds.includes(event.kind)) return named(event);
	return [refusal(`${event.kind === 'other' ? event.type : event.kind} is not supported on a ${node.type} by the embedded engine`)];
}

/** Zeebe's documentation, message and signal events: what they wait for or throw has a name. */
function named(event: EventDefinition): Reason[] {
	if (event.kind === 'message' && event.name === '')
		return [{ message: 'waits for a message without a name', fix: 'Choose a message with a name.' }];
	if (event.kind === 'signal' && event.name === '')
		return [{ message: 'has a signal without a name', fix: 'Choose a signal with a name.' }];
	return [];
}

/** Zeebe's documentation, messages: what waits for one says by an expression which it is. */
export function correlates({ event }: FlowNode): Reason[] {
	if (event?.kind !== 'message' || event.name === '') return [];
	if (event.correlationKey?.startsWith('=')) return [];
	return [
		{ message: 'its message has no correlation key', fix: 'Add a subscription correlation key that is an expression, such as =orderId.' },
	];
}
