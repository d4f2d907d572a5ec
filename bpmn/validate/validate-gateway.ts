import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';

/**
 * Zeebe's documentation, exclusive and inclusive gateways: every flow but the default needs a condition once there is more than one. Zeebe counts and
 * checks those that the gateway lists in <bpmn:outgoing>; another one without a condition is never taken (recorded from 8.6).
 */
export function validateChoice(node: FlowNode, process: ProcessModel): Reason[] {
	const named = process.flows.filter(({ id }) => node.outgoing.includes(id) && node.namedOutgoing.includes(id));
	const reasons: Reason[] = [];
	for (const flow of named) {
		if (node.namedOutgoing.length > 1 && flow.condition === undefined && flow.id !== node.defaultFlow) {
			reasons.push({ message: `its flow "${flow.id}" has no condition`, fix: 'Give the flow a condition, or make it the default flow.' });
		}
	}
	if (node.defaultFlow !== undefined && !node.outgoing.includes(node.defaultFlow)) {
		reasons.push({ message: 'its default flow starts elsewhere', fix: 'Choose one of its own flows as the default.' });
	}
	return reasons;
}

const choosing = new Set(['exclusiveGateway', 'inclusiveGateway']);

/** Zeebe ignores the condition of a flow that the element does not list in <bpmn:outgoing> (recorded from 8.6). */
export function validateConditions({ type, namedOutgoing }: FlowNode, { flows }: ProcessModel): Reason[] {
	if (choosing.has(type)) return [];
	return flows
		.filter(({ id, condition }) => condition !== undefined && namedOutgoing.includes(id))
		.map(({ id }) => ({
			message: `its flow "${id}" has a condition, which only flows of exclusive and inclusive gateways can have`,
			fix: 'Remove the condition, or lead the flow from an exclusive gateway.',
		}));
}

/**
 * Zeebe's documentation, event-based gateways: at least two flows, each to a catch event with no other source. Counted by the gateway's
 * <bpmn:outgoing> and the events' <bpmn:incoming> (recorded from 8.6.0 and 8.8.21).
 */
export function validateEventBasedGateway(node: FlowNode, process: ProcessModel): Reason[] {
	const reasons: Reason[] = [];
	if (node.outgoing.length < 2)
		reasons.push({ message: 'leads to fewer than two events', fix: 'Add another event, or remove the gateway.' });
	else if (node.namedOutgoing.length < 2)
		reasons.push({ message: 'does not name its flows in <bpmn:outgoing>', fix: 'Save the file from a modeler, which adds them.' });
	const own = [...node.outgoing, ...node.namedOutgoing];
	const targets = process.nodes.filter(({ incoming }) => incoming.some((id) => own.includes(id)));
	for (const { id, type, event, namedIncoming } of targets) {
		if (type !== 'intermediateCatchEvent' || event?.kind === 'link') {
			reasons.push({
				message: `leads to "${id}", which does not wait for an event`,
				fix: 'Connect it only to intermediate catch events for messages, timers and signals.',
			});
		} else if (namedIncoming.some((flow) => !node.outgoing.includes(flow))) {
			reasons.push({ message: `leads to "${id}", which has other incoming flows`, fix: 'Keep one incoming flow of the event.' });
		}
	}
	return [...reasons, ...sameEvent(targets)];
}

export function sameEvent(catching: FlowNode[]): Reason[] {
	return (['message', 'signal'] as const).flatMap((kind) => {
		const names = catching.flatMap(({ event }) => (event?.kind === kind ? [event.name] : []));
		const twin = names.find((name, index) => names.indexOf(name) !== index);
		return twin === undefined ? [] : [{ message: `waits for the ${kind} "${twin}" twice`, fix: 'Keep one of the events.' }];
	});
}
