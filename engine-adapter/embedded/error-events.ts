import type { Variables } from '../engine';
import { IncidentCause } from './element-behavior';
import { callerOf, findInstance, setTrigger, type ElementInstance } from './element-instances';
import type { Kernel } from './kernel';

/** A boundary event, and the activity that it interrupts. */
interface CatchingEvent {
	hostKey: number;
	boundaryId: string;
}

/**
 * Zeebe's documentation, error events: looks from the element outwards through its scopes;
 * on each activity the event of that very code comes before the one that catches all.
 */
export function findCatchingEvent(kernel: Kernel, thrower: ElementInstance, code: string): CatchingEvent | undefined {
	for (let host: ElementInstance | undefined = thrower; host; host = around(kernel, host)) {
		const process = kernel.definitions.get(host.definitionKey);
		const codeOf = (id: string): string | undefined => {
			const { event } = process.node(id);
			return event?.kind === 'error' ? event.code : undefined;
		};
		const boundaries = process.boundariesOf(host.elementId).filter(({ event }) => event?.kind === 'error');
		const catching = boundaries.find(({ id }) => codeOf(id) === code) ?? boundaries.find(({ id }) => codeOf(id) === undefined);
		if (catching) return { hostKey: host.key, boundaryId: catching.id };
	}
	return undefined;
}

/** Around a process instance is the call activity that called it. */
function around(kernel: Kernel, { scopeKey, key }: ElementInstance): ElementInstance | undefined {
	return scopeKey === 0 ? callerOf(kernel, key) : findInstance(kernel, scopeKey);
}

/** BPMN 2.0, 13.5.3: the activity is interrupted, then its boundary event goes on in its place. */
export function throwError(kernel: Kernel, { hostKey, boundaryId }: CatchingEvent, variables: Variables): void {
	setTrigger(kernel, hostKey, { variables, boundaryId });
	kernel.steps.push({ kind: 'terminate', key: hostKey });
}

/** Thrown by a job, Zeebe 8.6 tells it under a name of its own in place of the task's id (recorded). */
export function uncaughtError(code: string, job?: { key: number; message: string }): IncidentCause {
	const told = job?.message ? ` with message '${job.message}'` : '';
	const text = `An error event with the code '${code}'${told} was thrown, but nothing catches it.`;
	return new IncidentCause('UNHANDLED_ERROR_EVENT', text, job?.key, job && 'NO_CATCH_EVENT_FOUND');
}
