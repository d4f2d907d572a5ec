import type {
	AdHocActivation,
	ElementActivation,
	ElementMapping,
	JobAnswer,
	Message,
	ProcessEngine,
	Resource,
	Signal,
	StartRequest,
	TaskCorrections,
	Variables,
} from '../engine';

/** Selects a queued job, user task or incident: the oldest of that element, else the oldest. */
interface OfElement {
	elementId?: string;
}

/** One step from outside. The engine settles after each. */
export type Action =
	| { start: StartRequest }
	| { startAndAwait: StartRequest & { timeoutMs: number } }
	| { deploy: Resource[] }
	| { answerJob: OfElement & { outcome: JobAnswer } }
	| { runJobs: true }
	| { completeUserTask: OfElement & { variables: Variables } }
	/** Without an assignee the task becomes nobody's. */
	| { assignUserTask: OfElement & { assignee: string } }
	| { updateUserTask: OfElement & { changes: TaskCorrections } }
	| { publishMessage: Message }
	| { broadcastSignal: Signal }
	| { setVariables: OfElement & { variables: Variables; local?: boolean } }
	| { resolveIncident: OfElement & { retries?: number; variables?: Variables } }
	/** At the active instance of an ad-hoc sub-process. */
	| { activateAdHoc: { elementId: string; elements: Array<string | AdHocActivation>; cancelRemaining?: boolean } }
	| { cancelInstance: true }
	/** Changes the first instance. All active instances of the terminated elements end. */
	| { modify: { activate?: ElementActivation[]; terminate?: string[] } }
	/** The first instance, to a process of the case: the latest version that was deployed. */
	| { migrate: { processId: string; mappings: ElementMapping[] } }
	/** By the id of a process, form or DMN model; the latest version unless one is named. */
	| { deleteResource: { id: string; version?: number } }
	| { wait: number };

/** A process and what is done to it. */
export interface ContractCase {
	/** Also the id of its process. */
	id: string;
	/** States the behaviour. */
	title: string;
	/** Deployed in one request. */
	resources: Resource[];
	script: Action[];
	/** Default: both. What 8.6 does not have, such as ad-hoc sub-processes, is for 8.8 alone. */
	engines?: EngineVersion[];
}

/** A case whose trace was recorded from the real engine, under its id in `recorded/<version>/<family>.json`. */
export interface RecordedCase extends ContractCase {
	family: string;
}

/** The versions of Zeebe that cases are recorded from. */
export type EngineVersion = '8.6' | '8.8';
export const engineVersions: EngineVersion[] = ['8.6', '8.8'];

/** Events in the terms of Zeebe's exporter. Instances and events are of this case only. */
export interface Trace {
	deploy: 'ok' | { rejected: string };
	/** The outcome of the first instance. */
	outcome: 'completed' | 'active' | 'terminated' | 'none';
	/** Element ids of activated jobs in order of activation; a retried job stands again. */
	jobs: string[];
	/** Per entry of `jobs`: what the worker saw. */
	jobVariables: Variables[];
	jobHeaders: Array<Record<string, string>>;
	jobRetries: number[];
	/** Over all instances, each process itself included. */
	elements: Record<string, { completed: number; terminated: number }>;
	flows: Record<string, number>;
	incidents: Array<{ elementId: string; errorType: string; resolved: boolean }>;
	/** Root scope of the first instance. */
	variables: Variables;
	instances: Array<{ processId: string; version: number; outcome: string; variables: Variables }>;
	/** Results of `startAndAwait`, or the code of its refusal. */
	results: Array<Variables | { rejected: string }>;
	/** Actions that were refused: index in the script and TroupeErrorCode, or NO_JOB, NO_INCIDENT, NO_USER_TASK when there was none. */
	rejections: Array<{ action: number; code: string }>;
}

/** The parts of an engine that tell what happened. */
export type EngineObserver = Pick<ProcessEngine, 'subscribe' | 'findInstance' | 'searchUserTasks' | 'searchIncidents'> & {
	/** The keys of an element's active instances, a multi-instance body's included, in order of their beginning. */
	findElementInstances(instanceKey: string, elementId: string): Promise<string[]>;
};

export interface ContractTarget {
	engine: ProcessEngine;
	/** The engine, or a stand-in for one that does not report its events. */
	observer: EngineObserver;
	/** Resolves when nothing more can happen without outside input, every job is with its worker, and the followers of events have them all. */
	settle(): Promise<void>;
	/** The key of the active instance of an element. */
	findElement(instanceKey: string, elementId: string): Promise<string | undefined>;
	/** The version of the form with this key. */
	findFormVersion(formKey: string): Promise<number | undefined>;
	/** Changes a user task; the port has no call for it. */
	assignUserTask(key: string, assignee: string): Promise<void>;
	updateUserTask(key: string, changes: TaskCorrections): Promise<void>;
	/** Lets time pass. */
	wait(ms: number): Promise<void>;
	stop(): Promise<void>;
}
