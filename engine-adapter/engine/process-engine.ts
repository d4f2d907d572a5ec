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
	/** False: searchIncidents, searchUserTasks, findInstance and subscribe throw NOT_SUPPORTED. */
	search: boolean;
	events: boolean;
	/** Language version, such as `8.6.0`. */
	zeebeVersion: string;
}

export interface SetValue {
	instanceKey: string;
	except: string;
	value: unknown;
}

/**
 * Two drivers: `embedded/` (Zeebe's semantics on node:sqlite) and `zeebe/` (@camunda8/sdk). Keys are strings everywhere: they pass 2^53. Zeebe's
 * names are kept.
 */
export interface ProcessEngine {
	readonly name: 'embedded' | 'zeebe';
	readonly capabilities: EngineCapabilities;
	/** Distinguishes the keys of embedded engines. Undefined for a cluster. */
	identify?(): Promise<string>;
	/** All or nothing. Default tenant: the engine's own. @throws TroupeError PROCESS_INVALID naming file, element and fix */
	deploy(resources: Resource[], tenantId?: string): Promise<Deployment>;
	/** @throws TroupeError PROCESS_NOT_FOUND */
	start(request: StartRequest): Promise<StartedInstance>;
	/** Resolves when the instance completes. @throws TroupeError ENGINE_TIMEOUT, or STATE_CONFLICT when it was terminated */
	startAndAwait(request: StartRequest, timeoutMs: number): Promise<InstanceResult>;
	publishMessage(message: Message): Promise<{ messageKey: string }>;
	findMessageReaders?(name: string, tenantId?: string): Promise<MessageReader[]>;
	/** Start messages of deployed processes, where the engine can tell. */
	listMessageStarts?(tenantId?: string): Promise<string[]>;
	/** Now or later, where the engine can tell. */
	canTakeMessage?(message: Pick<Message, 'name' | 'correlationKey' | 'tenantId'>): Promise<boolean>;
	/** In order of the ends, where the engine can tell. */
	listCancelled?(after: EndedPlace, variableNames: readonly string[]): Promise<CancelledPage>;
	broadcastSignal(signal: Signal): Promise<{ signalKey: string }>;
	/** Merged from the scope upwards, or kept `local`. */
	setVariables(scopeKey: string, variables: Variables, local?: boolean): Promise<void>;
	cancel(instanceKey: string): Promise<void>;
	/**
	 * All or nothing. @throws TroupeError INSTANCE_NOT_FOUND, INPUT_INVALID for an element that cannot be activated or an instance that does not
	 * exist
	 */
	modify(instanceKey: string, modification: Modification): Promise<void>;
	/**
	 * All or nothing: active elements continue with jobs, variables and incidents. @throws TroupeError INSTANCE_NOT_FOUND, PROCESS_NOT_FOUND,
	 * INPUT_INVALID for a mapping, STATE_CONFLICT for an element that cannot be migrated
	 */
	migrate(instanceKey: string, migration: Migration): Promise<void>;
	/** A process or form version, or a DMN model with its decisions. Instances go on. @throws TroupeError RESOURCE_NOT_FOUND */
	deleteResource(key: string): Promise<void>;
	openWorker(type: string, options: WorkerOptions, handler: JobHandler): Promise<Worker>;
	/** The job comes again after this time from now, unless answered. @throws TroupeError JOB_NOT_FOUND when it has ended */
	extend(jobKey: string, timeoutMs: number): Promise<void>;
	completeUserTask(userTaskKey: string, variables: Variables): Promise<void>;
	/** Last person whose user task gave the variable this value, where the engine knows callers by name. */
	findSetter?(set: SetValue): Promise<string | undefined>;
	/**
	 * For Zeebe 8.8; `cancelRemaining` replaces running elements. @throws TroupeError INSTANCE_NOT_FOUND, INPUT_INVALID for an element outside of it
	 */
	activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining?: boolean): Promise<void>;
	updateJobRetries(jobKey: string, retries: number): Promise<void>;
	resolveIncident(incidentKey: string): Promise<void>;
	findInstance(instanceKey: string): Promise<Instance>;
	/** By a variable of the process. A cluster's search has a delay. */
	findInstancesBy?(variable: string, text: string): Promise<string[]>;
	/** Newest first, all versions. A cluster's search has a delay. */
	findInstancesOf?(processId: string): Promise<BegunInstance[]>;
	searchUserTasks(filter: { instanceKey?: string }): Promise<UserTask[]>;
	searchIncidents(filter: IncidentFilter): Promise<Incident[]>;
	/** Empty where a cluster does not report them. */
	listRetries?(instanceKey: string): Promise<Retry[]>;
	/** For engines with agent instances. Refuses nothing. */
	reportAgent?(job: Job, report: AgentReport): Promise<void>;
	/** Old events after `position` first, then new ones until the signal aborts. */
	subscribe(after: number, filter: { instanceKey?: string }, signal: AbortSignal): AsyncIterable<EngineEvent>;
	close(): Promise<void>;
}
