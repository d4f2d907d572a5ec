import type { EventDefinition, FlowNode } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine/variables';
import { catchEvent, isCatching } from './deliver-event';
import { IncidentCause } from '../flow/incident-cause';
import { findCaller, findInstance } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import type { Kernel } from '../flow/kernel';

type Thrown = 'error' | 'escalation';

interface CatchingEvent {
	host: ElementInstance;
	catching: FlowNode;
}

/** Zeebe's documentation, error and escalation events: searches scopes outwards; an event of the code comes before a general one. */
export function findCatchingEvent(kernel: Kernel, thrower: ElementInstance, thrown: Thrown, code: string): CatchingEvent | undefined {
	for (const { host, events } of eventsAround(kernel, thrower, thrown)) {
		const catching = events.find(({ event }) => event.code === code) ?? events.find(({ event }) => event.code === undefined);
		if (catching) return { host, catching };
	}
	return undefined;
}

type ThrownEvent = FlowNode & { event: Extract<EventDefinition, { kind: Thrown }> };

/** An interrupted scope hides those around it in its process, and catches escalations only (recorded from 8.6). */
function* eventsAround(
	kernel: Kernel,
	thrower: ElementInstance,
	thrown: Thrown,
): Generator<{ host: ElementInstance; events: ThrownEvent[] }> {
	for (let host: ElementInstance | undefined = thrower; host; host = around(kernel, host)) {
		if (thrown === 'error' && isInterrupted(host)) continue;
		const events = kernel.definitions.get(host.definitionKey).eventsAt(host.elementId);
		yield { host, events: events.filter((node): node is ThrownEvent => node.event?.kind === thrown) };
	}
}

const isInterrupted = ({ trigger }: ElementInstance): boolean => trigger?.interruptedBy !== undefined;

/** The call activity is around its process instance, and around an interrupted scope too. */
function around(kernel: Kernel, host: ElementInstance): ElementInstance | undefined {
	return host.scopeKey === 0 || isInterrupted(host) ? findCaller(kernel, host.instanceKey) : findInstance(kernel, host.scopeKey);
}

/** BPMN 2.0, 13.5.3: the event happens to its host, unless another event ends that already. */
export function throwTo(kernel: Kernel, { host, catching }: CatchingEvent, variables: Variables): void {
	if (isCatching(host)) catchEvent(kernel, host, catching, variables);
}

/**
 * Lists codes that would be caught, scope by scope, each in reverse order (recorded from 8.6 and 8.8). For an error of a job, 8.6 reports a special
 * name, 8.8 the task's id (recorded).
 */
export function uncaughtError(
	kernel: Kernel,
	thrower: ElementInstance,
	code: string,
	job?: { key: number; message: string; atTask: boolean },
): IncidentCause {
	const told = job?.message ? ` with message '${job.message}'` : '';
	const scopes = [...eventsAround(kernel, thrower, 'error')];
	const codes = scopes.flatMap(({ events }) =>
		events
			.map(({ event }) => event.code!)
			.sort()
			.reverse(),
	);
	const available = codes.length === 0 ? 'No error events are available in the scope.' : `Available error events are [${codes.join(', ')}]`;
	const text = `Expected to throw an error event with the code '${code}'${told}, but it was not caught. ${available}`;
	return new IncidentCause('UNHANDLED_ERROR_EVENT', text, job?.key, job?.atTask === false ? 'NO_CATCH_EVENT_FOUND' : undefined);
}
