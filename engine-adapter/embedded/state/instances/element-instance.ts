import type { Variables } from '../../../engine/variables';

/** Zeebe's life cycle of an element instance; COMPLETED and TERMINATED ones are gone. */
export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** One run of one element. A process instance is one too: its `key` is its `instanceKey` and its scope 0. */
export interface ElementInstance {
	readonly key: number;
	readonly instanceKey: number;
	readonly definitionKey: number;
	readonly elementId: string;
	readonly scopeKey: number;
	state: ElementState;
	trigger?: Trigger;
}

/** Cause of an element instance's next step: kept until then, because a mapping may fail and be tried again. */
export interface Trigger {
	variables: Variables;
	/** The person who completed the user task that brought them. */
	completedBy?: string;
	/** The boundary event that goes on in place of the instance. */
	boundaryId?: string;
	/** The event that happened, for an event-based gateway. */
	happenedId?: string;
	/** The element in the scope that ended everything else. */
	interruptedBy?: string;
	/** The start event of the event sub-process that interrupts the scope. It starts when everything else has ended. */
	interruption?: { elementId: string; variables: Variables };
	/** The job of the ad-hoc sub-process has ended it, and it waits for running elements. */
	fulfilled?: true;
	/** The start event that begins a process instance, with what its message brought; the element that an ad-hoc sub-process begins. */
	start?: { elementId: string; variables: Variables };
	/** The elements with which a process instance begins instead. */
	startAt?: string[];
	/** The elements after the first of which a process instance is terminated. */
	terminateAfter?: string[];
}
