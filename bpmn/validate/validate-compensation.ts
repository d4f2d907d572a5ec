import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';

/** Zeebe's documentation, compensation events: a boundary event has a handler; what an event names is an activity of its scope that can be undone. */
export function validateCompensation(node: FlowNode, process: ProcessModel): Reason[] {
	if (node.event?.kind !== 'compensation') return [];
	if (node.type === 'boundaryEvent') return validateBoundary(node, process);
	const { activityId, waits } = node.event;
	const reasons: Reason[] = [];
	if (!waits) reasons.push({ message: 'does not wait for its handlers', fix: 'Remove waitForCompletion="false".' });
	return activityId === undefined ? reasons : [...reasons, ...validateNamed(node, activityId, process)];
}

function validateBoundary({ interrupting, handlerId }: FlowNode, process: ProcessModel): Reason[] {
	const reasons: Reason[] = [];
	if (!interrupting) reasons.push({ message: 'is a non-interrupting compensation event', fix: 'Remove cancelActivity="false".' });
	const handler = process.nodes.find(({ id }) => id === handlerId);
	if (handler && !isActivity(handler)) {
		reasons.push({ message: `its handler "${handler.id}" is not an activity`, fix: 'Associate it with the activity that compensates.' });
	}
	return reasons;
}

function validateNamed({ scopeId }: FlowNode, activityId: string, process: ProcessModel): Reason[] {
	const [activity, scope] = [activityId, scopeId].map((wanted) => process.nodes.find(({ id }) => id === wanted));
	const scopes = scope?.type === 'eventSubProcess' ? [scopeId, scope.scopeId] : [scopeId];
	if (!activity || !scopes.includes(activity.scopeId)) {
		return [{ message: `compensates "${activityId}", which is in another scope`, fix: 'Name an activity in the same scope, or none.' }];
	}
	const hasBoundary = process.nodes.some(({ attachedTo, event }) => attachedTo === activityId && event?.kind === 'compensation');
	if (hasBoundary || activity.type === 'subProcess') return [];
	return [
		{ message: `compensates "${activityId}", which has no handler`, fix: 'Attach a compensation boundary event with a handler to it.' },
	];
}

/** Zeebe's documentation, compensation handlers: nothing leads to a handler or from it, and no event stands at it. */
export function validateHandler({ id, forCompensation, incoming, outgoing }: FlowNode, process: ProcessModel): Reason[] {
	if (!forCompensation) return [];
	const reasons: Reason[] = [];
	if (incoming.length + outgoing.length > 0) {
		reasons.push({ message: 'is a compensation handler with sequence flows', fix: 'Remove its flows.' });
	}
	if (process.nodes.some(({ attachedTo }) => attachedTo === id)) {
		reasons.push({ message: 'is a compensation handler with boundary events', fix: 'Remove its boundary events.' });
	}
	return reasons;
}

const isActivity = ({ type }: FlowNode): boolean => !type.endsWith('Event') && !type.endsWith('Gateway');
