import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine/variables';
import { closeEventSubProcesses } from './close-subscriptions';
import { setTrigger } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { beginEventSubProcess, interruptByEvent } from '../flow/interrupt-scope';
import type { Kernel } from '../flow/kernel';
import { beginEvent } from '../flow/lifecycle';

/** False when the element ends or another event interrupts it. */
export const isCatching = (instance: ElementInstance | undefined): instance is ElementInstance =>
	instance?.state === 'ACTIVATED' && instance.trigger?.boundaryId === undefined && instance.trigger?.happenedId === undefined;

/** BPMN 2.0, 13.5.3: completes the waiting element, interrupts its host, or goes on beside it. */
export function catchEvent(kernel: Kernel, instance: ElementInstance, catching: FlowNode, variables: Variables): void {
	if (catching.type === 'startEvent') {
		triggerEventSubProcess(kernel, instance, catching, variables);
	} else if (catching.id !== instance.elementId && catching.type !== 'boundaryEvent') {
		setTrigger(kernel, instance.key, { variables, happenedId: catching.id });
		kernel.steps.push({ kind: 'complete', key: instance.key });
	} else if (catching.type !== 'boundaryEvent') {
		setTrigger(kernel, instance.key, { variables });
		kernel.steps.push({ kind: 'complete', key: instance.key });
	} else if (catching.interrupting) {
		setTrigger(kernel, instance.key, { variables, boundaryId: catching.id });
		kernel.steps.push({ kind: 'terminate', key: instance.key });
	} else {
		beginEvent(kernel, instance, catching.id, variables);
	}
}

/** BPMN 2.0, 13.5.4: replaces everything in its scope, or goes on beside it. None begins in an interrupted scope. */
function triggerEventSubProcess(
	kernel: Kernel,
	scope: ElementInstance,
	{ id, scopeId, interrupting }: FlowNode,
	variables: Variables,
): void {
	if (scope.trigger?.interruptedBy !== undefined) return;
	if (!interrupting) return beginEventSubProcess(kernel, scope, scopeId, { elementId: id, variables });
	closeEventSubProcesses(kernel, scope);
	interruptByEvent(kernel, scope, scopeId, { elementId: id, variables });
}
