/**
 * The process engine port. Two drivers: `embedded/` (Zeebe's semantics on node:sqlite) and `zeebe/` (@camunda8/sdk).
 * Keys are strings everywhere: they pass 2^53. Zeebe's names are kept.
 */
export type Variables = Record<string, unknown>;

import type { CollectionSearched } from '../core/ports/knowledge/search-facts';
import type { AgentReport } from './agent-report';
import type { Deployment, Resource } from './deployment-types';

export * from './deployment-types';

export interface StartRequest {
	processId: string;
	/** Default: the latest. */
	version?: number;
	variables?: Variables;
	/** The elements at which it begins, in place of its start event. */
	startAt?: string[];
	/** Elements after the first of which the instance is terminated (Zeebe 8.8). */
	terminateAfter?: string[];
	/** Kept with the instance, and told with it and its jobs. */
	tags?: string[];
	/** Default: the engine's own. */
	tenantId?: string;
	/** The caller of the service that starts it: conversations that the instance names belong to this caller. Absent: those of the operator. */
	startedBy?: string;
	/** The names by which readers of documents know this caller. */
	asker?: readonly string[];
}

export interface StartedInstance {
	instanceKey: string;
	processId: string;
	version: number;
	processDefinitionKey: string;
}

export interface InstanceResult extends StartedInstance {
	/** The root scope's variables at completion. */
	variables: Variables;
}

export interface Message {
	name: string;
	correlationKey: string;
	variables?: Variables;
	/** Time that the message is buffered when nothing waits for it. Default 0. */
	timeToLiveMs?: number;
	/** Refused when a buffered message of the same name and key has it too. */
	messageId?: string;
	/** Reaches processes of this tenant only. Default: the engine's own. */
	tenantId?: string;
	/** Whose the instances are that it starts, as in a start. */
	startedBy?: string;
	asker?: readonly string[];
}

/** Reaches everything that waits for its name at this moment, and starts what it starts; it is not kept. */
export interface Signal {
	name: string;
	variables?: Variables;
	/** Reaches processes of this tenant only. Default: the engine's own. */
	tenantId?: string;
	/** Whose the instances are that it starts, as in a start. */
	startedBy?: string;
	asker?: readonly string[];
}

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
	/** `searched`: for the log, what was found for the variables. */
	| { kind: 'complete'; variables: Variables; adHoc?: AdHocDecision; task?: TaskDecision; searched?: CollectionSearched }
	| { kind: 'bpmn-error'; errorCode: string; message: string; variables?: Variables }
	/** `code`: that of the fault, where there is one. */
	| { kind: 'fail'; message: string; retries: number; backoffMs?: number; code?: string };

/** Returns the outcome and never completes the job itself. A throw is a `fail` with one retry less. The signal aborts when a closing worker stops waiting, and with JOB_NOT_FOUND as its reason when the job is gone: completed elsewhere, or cancelled. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<JobOutcome>;

export interface WorkerOptions {
	/** Shown by the engine. */
	name: string;
	/** Jobs handled at once. */
	concurrency: number;
	/** Milliseconds a job belongs to this worker; extended while the handler runs, where the engine can. */
	timeoutMs: number;
	/** Variables fetched; default all. */
	fetchVariables?: string[];
	/** The tenants whose jobs are taken. Default: those of the engine. */
	tenantIds?: readonly string[];
	/** Told once for each job what became of its outcome: `superseded` when the job had ended or gone to another meanwhile. */
	onDelivered?: (outcome: JobOutcome['kind'] | 'superseded' | 'undelivered') => void;
	/** Told of every poll that failed. */
	onTrouble?: (error: unknown) => void;
	/** Told of every poll that was answered, with jobs or without. */
	onAnswer?: () => void;
	/** Told when the manifest gate refuses the job type, and without a refusal when it admits it again. */
	onGate?: (type: string, refusal?: unknown) => void;
	/** Told when it was closed, also by its engine. */
	onClose?: () => void;
}

export interface Worker {
	readonly type: string;
	/** Takes no new job, waits for the running ones at most `graceMs`, then aborts them. */
	close(graceMs?: number): Promise<void>;
}

/** Changes to a running instance: elements that begin beside what runs, and element instances that end. */
export interface Modification {
	activate?: ElementActivation[];
	/** Keys of element instances. */
	terminate?: string[];
}

export interface ElementActivation {
	elementId: string;
	variables?: Variables;
	/** The element whose scope gets the variables: this one, or one around it. Default: the process. */
	scopeId?: string;
	/** Variables of several scopes, set in this order. They replace `variables` and `scopeId`. */
	sets?: Array<{ variables: Variables; scopeId?: string }>;
}

/** Move of a running instance to another version of its process, or to another process. */
export interface Migration {
	processDefinitionKey: string;
	/** One for each active element, and for events that keep waiting. Elements of the same id are mapped too. */
	mappings: ElementMapping[];
}

export interface ElementMapping {
	source: string;
	target: string;
}

export interface Incident {
	key: string;
	instanceKey: string;
	elementId: string;
	/** As Zeebe names it: JOB_NO_RETRIES, IO_MAPPING_ERROR, EXTRACT_VALUE_ERROR, CONDITION_ERROR, UNHANDLED_ERROR_EVENT, ... */
	errorType: string;
	message: string;
	jobKey?: string;
}

export interface UserTask {
	key: string;
	instanceKey: string;
	elementId: string;
	name: string;
	variables: Variables;
}

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

export interface Instance {
	instanceKey: string;
	processId: string;
	version: number;
	state: InstanceState;
	hasIncident: boolean;
	/** The root scope's variables. */
	variables: Variables;
	/** Tenant, where the engine reports it; absent for `<default>`. */
	tenantId?: string;
}

/** One thing that happened, in order of `position`. */
export interface EngineEvent {
	position: number;
	/** Milliseconds since the epoch. */
	at: number;
	instanceKey: string;
	kind:
		| 'element-activated'
		| 'element-completed'
		| 'element-terminated'
		| 'sequence-flow-taken'
		| 'job-created'
		| 'job-activated'
		| 'job-completed'
		| 'job-failed'
		| 'job-error-thrown'
		| 'job-canceled'
		| 'user-task-created'
		| 'user-task-updated'
		| 'user-task-completed'
		| 'user-task-canceled'
		| 'incident-created'
		| 'incident-resolved'
		| 'variable-set'
		| 'message-correlated'
		| 'signal-thrown'
		| 'escalation-thrown';
	elementId: string;
	/** Element instance, where the engine reports it; absent for flows, and for messages that start an instance. */
	elementInstanceKey?: string;
	/** The run of the scope around it, where the engine reports it; of a called process, that of its call activity. Absent for the outermost. */
	scopeKey?: string;
	/** BPMN type without prefix, such as `serviceTask`; for flows `sequenceFlow`. */
	elementType: string;
	/** Kind-specific: job type and retries, error type and message, variable name and value, code and the event that catches it, if any. */
	details?: Record<string, unknown>;
}

export interface EngineCapabilities {
	/** searchIncidents, searchUserTasks, findInstance and subscribe answer; otherwise they throw NOT_SUPPORTED. */
	search: boolean;
	events: boolean;
	/** The Zeebe version whose language it uses, such as `8.6.0`. */
	zeebeVersion: string;
}

/** The value of a variable of an instance. */
export interface SetValue {
	instanceKey: string;
	/** The element instance that reads it. */
	except: string;
	value: unknown;
}

export interface ProcessEngine {
	readonly name: 'embedded' | 'zeebe';
	readonly capabilities: EngineCapabilities;
	/** Returns what tells the keys of this engine from those of others: each embedded engine counts its own. Undefined for a cluster. */
	identify?(): Promise<string>;
	/** All or nothing, for the engine's own tenant if none is named. @throws TroupeError PROCESS_INVALID naming file, element and fix */
	deploy(resources: Resource[], tenantId?: string): Promise<Deployment>;
	/** @throws TroupeError PROCESS_NOT_FOUND */
	start(request: StartRequest): Promise<StartedInstance>;
	/** Resolves when the instance completes. @throws TroupeError ENGINE_TIMEOUT, or STATE_CONFLICT when it was terminated */
	startAndAwait(request: StartRequest, timeoutMs: number): Promise<InstanceResult>;
	publishMessage(message: Message): Promise<{ messageKey: string }>;
	broadcastSignal(signal: Signal): Promise<{ signalKey: string }>;
	/** Merged from the scope upwards, or kept `local`. */
	setVariables(scopeKey: string, variables: Variables, local?: boolean): Promise<void>;
	cancel(instanceKey: string): Promise<void>;
	/** All or nothing. @throws TroupeError INSTANCE_NOT_FOUND, INPUT_INVALID for what cannot be activated or is not there to be terminated */
	modify(instanceKey: string, modification: Modification): Promise<void>;
	/**
	 * All or nothing: what is active goes on in the target, with its jobs, variables and incidents.
	 * @throws TroupeError INSTANCE_NOT_FOUND, PROCESS_NOT_FOUND, INPUT_INVALID for a mapping, STATE_CONFLICT for what cannot be migrated
	 */
	migrate(instanceKey: string, migration: Migration): Promise<void>;
	/**
	 * Deletes a version of a process or form, or a DMN model with its decisions, by its key. Instances of a process go on.
	 * @throws TroupeError RESOURCE_NOT_FOUND
	 */
	deleteResource(key: string): Promise<void>;
	openWorker(type: string, options: WorkerOptions, handler: JobHandler): Promise<Worker>;
	/** An activated job comes again after so long from now on, unless it is answered before. @throws TroupeError JOB_NOT_FOUND when it has ended */
	extend(jobKey: string, timeoutMs: number): Promise<void>;
	completeUserTask(userTaskKey: string, variables: Variables): Promise<void>;
	/** Returns who completed the user task that gave a variable of an instance this value last, where the engine knows its callers by name. */
	findSetter?(set: SetValue): Promise<string | undefined>;
	/**
	 * Begins elements in an ad-hoc sub-process (Zeebe 8.8), with `cancelRemaining` in place of what runs there.
	 * @throws TroupeError INSTANCE_NOT_FOUND, INPUT_INVALID for an element that is not in it
	 */
	activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining?: boolean): Promise<void>;
	updateJobRetries(jobKey: string, retries: number): Promise<void>;
	resolveIncident(incidentKey: string): Promise<void>;
	findInstance(instanceKey: string): Promise<Instance>;
	/** Instances whose process has a variable with this text. A cluster's search knows them with a delay. */
	findInstancesBy?(variable: string, text: string): Promise<string[]>;
	searchUserTasks(filter: { instanceKey?: string }): Promise<UserTask[]>;
	searchIncidents(filter: { instanceKey?: string }): Promise<Incident[]>;
	/** Keeps what an agent of Troupe does on a job, where the engine has agent instances. Nothing is refused. */
	reportAgent?(job: Job, report: AgentReport): Promise<void>;
	/** Events after `position`, old ones first, then as they happen until the signal aborts. */
	subscribe(after: number, filter: { instanceKey?: string }, signal: AbortSignal): AsyncIterable<EngineEvent>;
	close(): Promise<void>;
}
