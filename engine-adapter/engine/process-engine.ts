import type { CancelledPage, EndedPlace } from './cancelled-instances';
import type { AgentReport } from '../agent-report';
import type { Deployment, Resource } from './deployments';
import type { EngineEvent } from './engine-events';
import type { Migration, Modification } from './instance-changes';
import type { BegunInstance, Incident, IncidentFilter, Instance, Retry, UserTask } from './instances';
import type { AdHocActivation, Job, JobHandler } from './jobs';
import type { MessageReader } from './message-readers';
import type { Message, Signal } from './messages';
import type { InstanceResult, StartedInstance, StartRequest } from './starts';
import type { Variables } from './variables';
import type { Worker, WorkerOptions } from './workers';

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

/**
 * The process engine port. Two drivers: `embedded/` (Zeebe's semantics on node:sqlite) and `zeebe/` (@camunda8/sdk).
 * Keys are strings everywhere: they pass 2^53. Zeebe's names are kept.
 */
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
	/** Lists the processes that a message of this name can reach, where the engine can tell. */
	findMessageReaders?(name: string, tenantId?: string): Promise<MessageReader[]>;
	/** Lists messages with which deployed processes begin, where the engine can tell. */
	listMessageStarts?(tenantId?: string): Promise<string[]>;
	/** Returns whether a process or an instance could take the message, now or later, where the engine can tell. */
	canTakeMessage?(message: Pick<Message, 'name' | 'correlationKey' | 'tenantId'>): Promise<boolean>;
	/** Goes through the instances that ended, in order of their ends, and lists those that were cancelled, where the engine can tell. */
	listCancelled?(after: EndedPlace, variableNames: readonly string[]): Promise<CancelledPage>;
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
	/** Lists the newest instances of a process, all versions. A cluster's search knows them with a delay. */
	findInstancesOf?(processId: string): Promise<BegunInstance[]>;
	searchUserTasks(filter: { instanceKey?: string }): Promise<UserTask[]>;
	searchIncidents(filter: IncidentFilter): Promise<Incident[]>;
	/** Lists failed jobs of an instance that are tried again by themselves: nothing where a cluster does not tell. */
	listRetries?(instanceKey: string): Promise<Retry[]>;
	/** Keeps what an agent of Troupe does on a job, where the engine has agent instances. Nothing is refused. */
	reportAgent?(job: Job, report: AgentReport): Promise<void>;
	/** Events after `position`, old ones first, then as they happen until the signal aborts. */
	subscribe(after: number, filter: { instanceKey?: string }, signal: AbortSignal): AsyncIterable<EngineEvent>;
	close(): Promise<void>;
}
