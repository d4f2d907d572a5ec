import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';
import { catchesCode } from './validate-escalation';
import { correlates, expectEvent } from './validate-event';

const triggers = ['message', 'timer', 'error', 'signal', 'escalation'];

/** Zeebe's documentation, start events: what may begin a process, a sub-process and an event sub-process. */
export function validateStart(node: FlowNode, process: ProcessModel): Reason[] {
	const scope = process.nodes.find(({ id }) => id === node.scopeId);
	if (scope?.type !== 'eventSubProcess') return expectEvent(node, ['none', 'message', 'timer', 'signal', 'escalation', 'error', 'link']);
	return [
		...expectEvent(node, triggers),
		...correlates(node),
		...catchesError(node),
		...catchesCode(node),
		...hasTwin(node, scope, process),
	];
}

function catchesError({ event, interrupting }: FlowNode): Reason[] {
	if (event?.kind !== 'error') return [];
	const reasons: Reason[] = [];
	if (!interrupting) reasons.push({ message: 'is a non-interrupting error event', fix: 'Make it interrupting.' });
	if (event.code?.startsWith('=')) reasons.push({ message: 'catches an error code that is an expression', fix: 'Use a literal code.' });
	return reasons;
}

function hasTwin(node: FlowNode, { scopeId }: FlowNode, process: ProcessModel): Reason[] {
	const key = describeTrigger(node);
	const beside = process.nodes.filter((other) => other.type === 'eventSubProcess' && other.scopeId === scopeId);
	const [first = node] = beside.flatMap(({ id }) => listStarts(id, process)).filter((start) => describeTrigger(start) === key);
	if (key === undefined || first === node) return [];
	return [{ message: `is triggered by the same ${node.event!.kind} as "${first.id}"`, fix: 'Keep one of the event sub-processes.' }];
}

/** Timers have nothing in common. */
function describeTrigger({ event }: FlowNode): string | undefined {
	if (event?.kind === 'message' || event?.kind === 'signal') return `${event.kind} ${event.name}`;
	return event?.kind === 'error' || event?.kind === 'escalation' ? `${event.kind} ${event.code ?? ''}` : undefined;
}

const listStarts = (scopeId: string, { nodes }: ProcessModel): FlowNode[] =>
	nodes.filter((node) => node.type === 'startEvent' && node.scopeId === scopeId);

/** Zeebe's documentation, event sub-processes: one start event begins it, and nothing leads to it. */
export function validateEventSubProcess(node: FlowNode, process: ProcessModel): Reason[] {
	const starts = listStarts(node.id, process);
	const reasons: Reason[] = [];
	if (starts.length !== 1)
		reasons.push({ message: `has ${starts.length} start events`, fix: 'Keep the one whose event triggers the sub-process.' });
	if (node.incoming.length > 0) reasons.push({ message: 'has an incoming flow', fix: 'Remove the flow: its start event triggers it.' });
	if (node.loop) reasons.push({ message: 'is multi-instance', fix: 'Add a multi-instance sub-process inside it.' });
	return [...reasons, ...neverTriggered(node, process)];
}

/** Directly within another one, Zeebe 8.6 triggers none in an interrupting one, and never goes on after it (recorded). */
function neverTriggered(node: FlowNode, process: ProcessModel): Reason[] {
	const outer = process.nodes.find(({ id }) => id === node.scopeId);
	if (outer?.type !== 'eventSubProcess') return [];
	const interrupting = [node.id, outer.id].flatMap((id) => listStarts(id, process)).some((start) => start.interrupting);
	if (!interrupting) return [];
	return [
		{ message: `is in the event sub-process "${outer.id}", and one of the two interrupts`, fix: 'Move it into a sub-process there.' },
	];
}
