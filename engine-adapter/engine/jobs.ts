import type { CollectionSearched } from '../../core/ports/knowledge/search-facts';
import type { Variables } from './variables';

/** Delivery is at least once: the idempotency key is `key`. */
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
	/** Includes this attempt. */
	retries: number;
	/** Milliseconds since the epoch, then another worker may get it. */
	deadline: number;
	/** Absent for a single tenant, and for `<default>` of the embedded engine. */
	tenantId?: string;
	/** Caller that started the instance, if reported. */
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
	listener?: ListenerEvent;
	/** Token of this activation, if requested: only it ends the job. */
	lease?: string;
}

/** Before or after the element's work; or of a user task (Zeebe 8.8). */
export type ListenerEvent = 'start' | 'end' | TaskEvent;
export type TaskEvent = 'creating' | 'assigning' | 'updating' | 'completing' | 'canceling';

/** Result of a task listener's job: the change of its user task is accepted, corrected or denied. */
export interface TaskDecision {
	denied?: boolean;
	reason?: string;
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

export interface AdHocActivation {
	elementId: string;
	variables?: Variables;
}

export interface AdHocDecision {
	activate?: AdHocActivation[];
	/** Ends the sub-process: at once with `cancelRemaining`, else after its running elements. */
	complete?: boolean;
	cancelRemaining?: boolean;
}

export type JobOutcome =
	| JobAnswer
	/** Nobody works on it: it comes again after `forMs`, with all its retries, or by `extend`. */
	| { kind: 'wait'; forMs: number };

export type JobAnswer =
	/** For the log: `searched`, matches for the variables; `ignored`, the fault that the process skips. */
	| {
			kind: 'complete';
			variables: Variables;
			adHoc?: AdHocDecision;
			task?: TaskDecision;
			searched?: CollectionSearched;
			ignored?: { code: string; message: string };
	  }
	| { kind: 'bpmn-error'; errorCode: string; message: string; variables?: Variables }
	| { kind: 'fail'; message: string; retries: number; backoffMs?: number; code?: string };

/**
 * Never completes the job itself. A throw is a `fail` with one retry less. The signal aborts when a closing worker stops waiting, and with
 * JOB_NOT_FOUND when the job is gone: completed elsewhere, or cancelled.
 */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<JobOutcome>;
