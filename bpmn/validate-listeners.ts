import type { ExecutionListener, FlowNode } from './process-model';
import type { Reason } from './reason';

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

/** Zeebe's documentation, execution listeners: what an event begins has nothing left to start; what leaves at once has no end of its own. */
export function validateListenersAt(node: FlowNode): Reason[] {
	const missing = missingEvent(node);
	const reasons = validateListeners(node.listeners);
	if (missing !== undefined && node.listeners?.some(({ event }) => event === missing))
		reasons.push({
			message: `has a listener at its ${missing}, which a ${node.type} cannot have`,
			fix: 'Move it to a neighbouring element.',
		});
	return reasons;
}

function missingEvent({ type, event }: FlowNode): 'start' | 'end' | undefined {
	if (type === 'startEvent' || type === 'boundaryEvent') return 'start';
	return type.endsWith('Gateway') || (type === 'endEvent' && event?.kind === 'error') ? 'end' : undefined;
}
