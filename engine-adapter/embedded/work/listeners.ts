import type { ExecutionListener } from '../../../bpmn/reading/process-model';
import type { ListenerEvent } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import type { ElementContext, Kernel } from '../flow/kernel';
import type { ElementInstance } from '../state/instances/element-instance';
import { createJob, evaluateWork } from './create-job';
import { listenedTo } from './listener-events';
import { setLocalVariables } from '../state/instances/variables';

type ElementEvent = 'start' | 'end';

/**
 * Zeebe's documentation, execution listeners: one job after the other, while the element waits. Creates the job after the first `done`; false after
 * the last. @throws IncidentCause EXTRACT_VALUE_ERROR
 */
export function startListener(context: ElementContext, event: ElementEvent, done: number): boolean {
	const listener = listListeners(context, event)[done];
	if (!listener) return false;
	const { node, process } = context;
	createListenerJob(context, listener, { event, index: done, headers: process.rules.headersForListeners ? node.headers : {} });
	return true;
}

interface ListenerJob {
	event: ListenerEvent;
	/** Index among the listeners of its event, counted from 0. */
	index: number;
	headers: Record<string, string>;
}

/** @throws IncidentCause EXTRACT_VALUE_ERROR */
export function createListenerJob(context: ElementContext, listener: ExecutionListener, { event, index, headers }: ListenerJob): void {
	createJob(context, { ...evaluateWork(context, listener), headers }, { event, index });
}

/** An event after an event-based gateway has already happened, so it has no start listeners (recorded from 8.6). */
function listListeners({ node, instance }: ElementContext, event: ElementEvent): ExecutionListener[] {
	if (!node.listeners) return [];
	if (event === 'start' && node.type === 'intermediateCatchEvent' && instance.trigger) return [];
	return node.listeners.filter((listener) => listener.event === event);
}

/** At the start into the element, at the end into the outer scope; no further. */
export function mergeListenerVariables(kernel: Kernel, instance: ElementInstance, variables: Variables): void {
	const isInner = listenedTo(instance) === 'start' || instance.scopeKey === 0;
	setLocalVariables(kernel, isInner ? instance.key : instance.scopeKey, variables);
}
