import type { ExecutionListener, FlowNode } from '../reading/process-model';
import type { Reason } from '../reason';

/** Zeebe's documentation, execution listeners: each has an event and a type, which no other of the element has both. */
export function validateListeners(listeners: ExecutionListener[] = []): Reason[] {
	const reasons: Reason[] = [];
	for (const [index, { event, type }] of listeners.entries()) {
		if (event !== 'start' && event !== 'end')
			reasons.push({ message: `has a listener of the event "${event}"`, fix: 'Choose start or end.' });
		if (type === '') reasons.push({ message: 'has a listener without a type', fix: 'Give it a listener type.' });
		if (listeners.slice(0, index).some((other) => other.event === event && other.type === type))
			reasons.push({ message: `has two listeners of the type "${type}" at its ${event}`, fix: 'Keep one of them.' });
	}
	return reasons;
}

/** Zeebe's documentation, execution listeners: an element that an event starts has no start listeners, and one that leaves immediately has no end listeners. */
export function validateListenersAt(node: FlowNode): Reason[] {
	const missing = missingEvents(node).filter((name) => node.listeners?.some(({ event }) => event === name));
	return [
		...validateListeners(node.listeners),
		...missing.map((name) => ({
			message: `has a listener at its ${name}, which a ${node.type} cannot have`,
			fix: 'Move it to a neighbouring element.',
		})),
	];
}

function missingEvents({ type, event }: FlowNode): string[] {
	if (type === 'boundaryEvent' && event?.kind === 'compensation') return ['start', 'end'];
	if (type === 'startEvent' || type === 'boundaryEvent') return ['start'];
	return type.endsWith('Gateway') || (type === 'endEvent' && event?.kind === 'error') ? ['end'] : [];
}
