import type { Variables } from '../../engine';

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

/** What happened to an element instance and decides how it goes on: kept until then, because a mapping may fail and be tried again. */
export interface Trigger {
	variables: Variables;
	/** The boundary event that goes on in place of the instance. */
	boundaryId?: string;
	/** Of an event-based gateway: the event that happened. */
	happenedId?: string;
	/** Of a scope: the element in it that ended everything else. */
	interruptedBy?: string;
	/** Of a scope that an event sub-process interrupts: its start event, which begins when everything else has ended. */
	interruption?: { elementId: string; variables: Variables };
	/** Of an ad-hoc sub-process: its job has ended it, and it waits for what still runs. */
	fulfilled?: true;
	/** The start event that begins a process instance, with what its message brought; the element that an ad-hoc sub-process begins. */
	start?: { elementId: string; variables: Variables };
}
