import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, closed } from '../../core/base/shape';
import type { TaskCorrections } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Variables } from '../../engine-adapter/engine/variables';

/** The versions of Zeebe that cases are recorded from. */
export type EngineVersion = '8.6' | '8.8';
export const engineVersions: EngineVersion[] = ['8.6', '8.8'];

const optional = Type.Optional;
const text = Type.String();
const texts = Type.Array(text);
const integer = Type.Integer();
const flag = Type.Boolean();
const variables = anyObject<Variables>();
/** Selects a queued job, user task or incident: the oldest of that element, else the oldest. */
const ofElement = { elementId: optional(text) };
const resources = Type.Array(closed({ name: text, content: text }));

const start = {
	processId: text,
	version: optional(integer),
	variables: optional(variables),
	startAt: optional(texts),
	terminateAfter: optional(texts),
};
const corrections = closed({
	assignee: optional(text),
	dueDate: optional(text),
	followUpDate: optional(text),
	candidateUsers: optional(texts),
	candidateGroups: optional(texts),
	priority: optional(integer),
});
const activation = { elementId: text, variables: optional(variables) };
const completion = closed({
	kind: Type.Literal('complete'),
	variables,
	adHoc: optional(
		closed({ activate: optional(Type.Array(closed(activation))), complete: optional(flag), cancelRemaining: optional(flag) }),
	),
	task: optional(closed({ denied: optional(flag), reason: optional(text), corrections: optional(corrections) })),
});
const bpmnError = closed({ kind: Type.Literal('bpmn-error'), errorCode: text, message: text, variables: optional(variables) });
const failure = closed({ kind: Type.Literal('fail'), message: text, retries: integer, backoffMs: optional(integer) });
const sets = Type.Array(closed({ variables, scopeId: optional(text) }));

const steps = {
	start: closed(start),
	startAndAwait: closed({ ...start, timeoutMs: integer }),
	deploy: resources,
	answerJob: closed({ ...ofElement, outcome: Type.Union([completion, bpmnError, failure]) }),
	runJobs: Type.Literal(true),
	completeUserTask: closed({ ...ofElement, variables }),
	/** Without an assignee the task becomes nobody's. */
	assignUserTask: closed({ ...ofElement, assignee: text }),
	updateUserTask: closed({ ...ofElement, changes: corrections }),
	publishMessage: closed({
		...{ name: text, correlationKey: text, variables: optional(variables) },
		...{ timeToLiveMs: optional(integer), messageId: optional(text) },
	}),
	broadcastSignal: closed({ name: text, variables: optional(variables) }),
	setVariables: closed({ ...ofElement, variables, local: optional(flag) }),
	resolveIncident: closed({ ...ofElement, retries: optional(integer), variables: optional(variables) }),
	/** At the active instance of an ad-hoc sub-process. */
	activateAdHoc: closed({ elementId: text, elements: Type.Array(Type.Union([text, closed(activation)])), cancelRemaining: optional(flag) }),
	cancelInstance: Type.Literal(true),
	/** Changes the first instance. All active instances of the terminated elements end. */
	modify: closed({
		activate: optional(Type.Array(closed({ ...activation, scopeId: optional(text), sets: optional(sets) }))),
		terminate: optional(texts),
	}),
	/** The first instance, to a process of the case: the latest version that was deployed. */
	migrate: closed({ processId: text, mappings: Type.Array(closed({ source: text, target: text })) }),
	/** By the id of a process, form or DMN model; the latest version unless one is named. */
	deleteResource: closed({ id: text, version: optional(integer) }),
	wait: integer,
};
type Steps = { [Name in keyof typeof steps]: Static<(typeof steps)[Name]> };

/** One step from outside. The engine settles after each. */
export type Action = { [Name in keyof Steps]: Record<Name, Steps[Name]> }[keyof Steps];

/** A process and what is done to it: a line of `cases/<group>/<family>.jsonl`. */
export const caseShape = closed({
	/** Also the id of its process. */
	id: Type.String({ pattern: '^[a-z0-9-]+$' }),
	/** States the behaviour. */
	title: Type.String({ minLength: 1 }),
	/** Default: both. What 8.6 does not have, such as ad-hoc sub-processes, is for 8.8 alone. */
	engines: optional(Type.Array(Type.Unsafe<EngineVersion>({ type: 'string', enum: engineVersions }))),
	script: Type.Array(Type.Unsafe<Action>(closed(Type.Partial(Type.Object(steps)).properties, { minProperties: 1, maxProperties: 1 }))),
	/** Deployed in one request. */
	resources,
});
export type ContractCase = Static<typeof caseShape>;

/** A case whose trace was recorded from the real engine, under its id in `recorded/<version>/<family>.json`. */
export interface RecordedCase extends ContractCase {
	family: string;
}

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
