import type { CollectionSearched } from '../../core/ports/knowledge/search-facts';
import type { Variables } from './variables';

/** A job, as activated for a worker. Delivery is at least once: the idempotency key is `key`. */
export interface Job {
	key: string;
	type: string;
	instanceKey: string;
	processId: string;
	processDefinitionKey: string;
	elementId: string;
	elementInstanceKey: string;
	headers: Record<string, string>;
	variables: Variables;
	/** Attempts left, this one included. */
	retries: number;
	/** Milliseconds since the epoch, after which another worker may get it. */
	deadline: number;
	/** Its tenant in the engine; absent where there is only one, and for `<default>` of the embedded engine. */
	tenantId?: string;
	/** The caller of the service that started its instance, where the engine reports it. */
	startedBy?: string;
	/** The session of a browser in which this caller did. */
	session?: string;
	/** The names of this caller, as they were at the start. */
	asker?: readonly string[];
	/** The event that a listener's job listens to, of the element or of its user task, where the engine reports it. */
	listener?: ListenerEvent;
	/** The token of this activation, where the worker asked for one: the job is ended with it only. */
	lease?: string;
}

/** Before the work of an element or after it; what happens to a user task (Zeebe 8.8). */
export type ListenerEvent = 'start' | 'end' | TaskEvent;
export type TaskEvent = 'creating' | 'assigning' | 'updating' | 'completing' | 'canceling';

/** Result of a task listener's job: the change of its user task is accepted, corrected or denied. */
export interface TaskDecision {
	/** The change is not made: the task stays as it was. */
	denied?: boolean;
	reason?: string;
	/** Corrected properties of the task. */
	corrections?: TaskCorrections;
}

export interface TaskCorrections {
	assignee?: string;
	dueDate?: string;
	followUpDate?: string;
	candidateUsers?: string[];
	candidateGroups?: string[];
	priority?: number;
}

/** An element that an ad-hoc sub-process starts, with its own variables. */
export interface AdHocActivation {
	elementId: string;
	variables?: Variables;
}

/** Result of an ad-hoc sub-process's job: the elements to run next. */
export interface AdHocDecision {
	activate?: AdHocActivation[];
	/** Ends the sub-process: at once with `cancelRemaining`, else with the last of what runs in it. */
	complete?: boolean;
	cancelRemaining?: boolean;
}

/** Result of a handler; the engine's worker completes, fails or throws for it. */
export type JobOutcome =
	| JobAnswer
	/** Nobody works on it: it comes again after `forMs`, with all its retries, or as soon as `extend` says so. */
	| { kind: 'wait'; forMs: number };

/** An outcome that answers the job. */
export type JobAnswer =
	/** For the log: `searched`, what was found for the variables; `ignored`, the fault with which the process wanted to go on. */
	| {
			kind: 'complete';
			variables: Variables;
			adHoc?: AdHocDecision;
			task?: TaskDecision;
			searched?: CollectionSearched;
			ignored?: { code: string; message: string };
	  }
	| { kind: 'bpmn-error'; errorCode: string; message: string; variables?: Variables }
	/** `code`: that of the fault, where there is one. */
	| { kind: 'fail'; message: string; retries: number; backoffMs?: number; code?: string };

/** Returns the outcome and never completes the job itself. A throw is a `fail` with one retry less. The signal aborts when a closing worker stops waiting, and with JOB_NOT_FOUND as its reason when the job is gone: completed elsewhere, or cancelled. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<JobOutcome>;
