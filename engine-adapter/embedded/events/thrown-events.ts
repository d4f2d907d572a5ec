import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine';
import { catchEvent, isCatching } from './deliver-event';
import { IncidentCause } from '../flow/incident-cause';
import { findCaller, findInstance } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import type { Kernel } from '../flow/kernel';

type Thrown = 'error' | 'escalation';

/** The event that catches what was thrown, and the activity or scope to which it happens. */
interface CatchingEvent {
	host: ElementInstance;
	catching: FlowNode;
}

/**
 * Zeebe's documentation, error and escalation events: looks from the element outwards through its scopes;
 * on each the event of that very code comes before the one that catches all. A scope that was interrupted hides those around it
 * in its process, and catches escalations only (recorded from 8.6).
 */
export function findCatchingEvent(kernel: Kernel, thrower: ElementInstance, thrown: Thrown, code: string): CatchingEvent | undefined {
	for (let host: ElementInstance | undefined = thrower; host; host = around(kernel, host)) {
		if (thrown === 'error' && isInterrupted(host)) continue;
		const events = kernel.definitions.get(host.definitionKey).eventsAt(host.elementId);
		const catching = events.find((node) => catches(node, thrown, code)) ?? events.find((node) => catches(node, thrown, undefined));
		if (catching) return { host, catching };
	}
	return undefined;
}

const isInterrupted = ({ trigger }: ElementInstance): boolean => trigger?.interruptedBy !== undefined;

const catches = ({ event }: FlowNode, thrown: Thrown, code: string | undefined): boolean => event?.kind === thrown && event.code === code;

/** Around a process instance is the call activity that called it, and around a scope that was interrupted too. */
function around(kernel: Kernel, host: ElementInstance): ElementInstance | undefined {
	return host.scopeKey === 0 || isInterrupted(host) ? findCaller(kernel, host.instanceKey) : findInstance(kernel, host.scopeKey);
}

/** BPMN 2.0, 13.5.3: the event happens to what it stands at, unless that ends by another event already. */
export function throwTo(kernel: Kernel, { host, catching }: CatchingEvent, variables: Variables): void {
	if (isCatching(host)) catchEvent(kernel, host, catching, variables);
}

/** For an error thrown by a job, Zeebe 8.6 reports a special name instead of the task's id. 8.8 reports the task (recorded). */
export function uncaughtError(code: string, job?: { key: number; message: string; atTask: boolean }): IncidentCause {
	const told = job?.message ? ` with message '${job.message}'` : '';
	const text = `Expected to throw an error event with the code '${code}'${told}, but it was not caught.`;
	return new IncidentCause('UNHANDLED_ERROR_EVENT', text, job?.key, job?.atTask === false ? 'NO_CATCH_EVENT_FOUND' : undefined);
}
