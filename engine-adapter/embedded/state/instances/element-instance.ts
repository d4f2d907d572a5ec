import type { Variables } from '../../../engine/variables';

/** Zeebe's life cycle; COMPLETED and TERMINATED ones are gone. */
export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** One run of one element. A process instance has its `key` as `instanceKey` and scope 0. */
export interface ElementInstance {
	readonly key: number;
	readonly instanceKey: number;
	readonly definitionKey: number;
	readonly elementId: string;
	readonly scopeKey: number;
	state: ElementState;
	trigger?: Trigger;
}

export interface Trigger {
	variables: Variables;
	completedBy?: string;
	boundaryId?: string;
	happenedId?: string;
	interruptedBy?: string;
	/** Start event of the interrupting event sub-process. It starts when everything else has ended. */
	interruption?: { elementId: string; variables: Variables };
	/** The ad-hoc sub-process's job has ended it; it waits for running elements. */
	fulfilled?: true;
	start?: { elementId: string; variables: Variables };
	startAt?: string[];
	/** The first of these terminates the process instance. */
	terminateAfter?: string[];
}
