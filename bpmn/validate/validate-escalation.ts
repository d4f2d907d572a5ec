import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';

/** Zeebe's documentation, escalation events: what is thrown has a code; a sub-process or call activity catches each code once. */
export function validateEscalation(node: FlowNode, process: ProcessModel): Reason[] {
	if (node.event?.kind !== 'escalation') return [];
	if (node.type !== 'boundaryEvent') return throwsCode(node);
	const host = process.nodes.find(({ id }) => id === node.attachedTo);
	const reasons: Reason[] = [];
	if (host && !['subProcess', 'adHocSubProcess', 'callActivity'].includes(host.type)) {
		reasons.push({
			message: `catches an escalation at a ${host.type}`,
			fix: 'Attach it to a sub-process or a call activity: nothing else escalates.',
		});
	}
	return [
		...reasons,
		...catchesCode(node),
		...catchesOnce(
			node,
			process.nodes.filter(({ attachedTo }) => attachedTo === node.attachedTo),
		),
	];
}

function throwsCode({ event, type }: FlowNode): Reason[] {
	if (type === 'startEvent' || event?.kind !== 'escalation' || event.code) return [];
	return [{ message: 'throws an escalation without a code', fix: 'Choose an escalation that has a code.' }];
}

export function catchesCode({ event }: FlowNode): Reason[] {
	if (event?.kind !== 'escalation' || !event.code?.startsWith('=')) return [];
	return [{ message: 'catches an escalation code that is an expression', fix: 'Use a literal code.' }];
}

/** Refuses two events for one code: it is undefined which one happens. */
function catchesOnce(node: FlowNode, beside: FlowNode[]): Reason[] {
	const getCode = ({ event }: FlowNode): string | undefined => (event?.kind === 'escalation' ? event.code : undefined);
	const twins = beside.filter((other) => other.event?.kind === 'escalation' && getCode(other) === getCode(node));
	return twins[0] === node ? [] : [{ message: `catches the same escalation as "${twins[0]!.id}"`, fix: 'Keep one of them.' }];
}
