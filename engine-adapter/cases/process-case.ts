import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { ElementActivation } from '../engine/instance-changes';
import type { AdHocDecision } from '../engine/jobs';
import type { Variables } from '../engine/variables';

export interface CaseStart {
	processId: string;
	variables?: Variables;
	/** The elements at which it begins, in place of its start event. */
	startInstructions?: Array<{ elementId: string }>;
	tenantId?: string;
}

interface OfElement {
	elementId?: string;
}

/** Answer of a script to a job: it completes unless `error` or `fail` is given. */
export interface JobAnswer extends OfElement {
	type?: string;
	variables?: Variables;
	error?: { code: string; message?: string; variables?: Variables };
	fail?: { retries: number; message?: string; variables?: Variables; backoffMs?: number };
	/** Decision of the job of an ad-hoc sub-process. */
	adHoc?: AdHocDecision;
}

/** Parameters of each action of a script. */
export interface CaseActions {
	completeJob: JobAnswer;
	/** Completes queued jobs with nothing, oldest first, until there are none. */
	runJobs: true;
	publishMessage: { name: string; correlationKey?: string; ttlMs?: number; messageId?: string; variables?: Variables; tenantId?: string };
	broadcastSignal: { name: string; variables?: Variables; tenantId?: string };
	createInstance: CaseStart;
	/** On the active instance of the element, else on the first process instance. */
	setVariables: OfElement & { variables: Variables; local?: boolean };
	/** The oldest unresolved one that matches. */
	resolveIncident: OfElement & { retries?: number; variables?: Variables };
	/** A task with a form is filled in as a person does it, unless it is completed `withoutForm`, as a program does it. */
	completeUserTask: OfElement & { variables?: Variables; withoutForm?: boolean };
	activateAdHoc: { elementId: string; elements: string[] };
	/** Changes the first process instance. `terminate` ends all active instances of the elements. */
	modify: { activate?: ElementActivation[]; terminate?: string[] };
	cancelInstance: true;
	/** Milliseconds that pass; timers ring in order. */
	wait: number;
}

/** One step from outside, an object with the action's name as its only known field. */
export type CaseAction = { [Name in keyof CaseActions]: { name: Name; parameters: CaseActions[Name] } }[keyof CaseActions];

/** A script for processes: how they start and what is done to them. */
export interface ProcessCase {
	/** Version that the engine follows. Default: 8.6. */
	zeebeVersion?: ZeebeVersion;
	/** When its clock begins, in milliseconds since the epoch. Default: now. */
	startAt?: number;
	/** Tenants for which the files are deployed. Default: `<default>`. */
	tenants?: string[];
	start: CaseStart[];
	script: CaseAction[];
	/** True completes queued jobs and waits for near timers at the end. */
	autoComplete: boolean;
}

/** Result of a case. Instances and counts are of all processes, called ones included. */
export interface CaseTrace {
	deploy: 'ok' | { rejected: string };
	/** Belongs to the first process instance. */
	outcome: 'completed' | 'active' | 'terminated' | 'none';
	/** Element ids in order of activation; a retried job stands again. */
	jobs: string[];
	elements: Record<string, { completed: number; terminated: number }>;
	/** `errorType` as Zeebe names it. */
	incidents: Array<{ elementId: string; errorType: string; resolved: boolean }>;
	/** Root scope of the first process instance. */
	variables: Variables;
	flows: Record<string, number>;
	/** Per entry of `jobs`: what a worker sees. */
	jobVariables: Variables[];
	instances: Array<{ processId: string; outcome: string; variables: Variables; tenantId?: string }>;
	/** Refusals: index in the script, and a gRPC status name, what was missing, or FORM_INVALID with what a form refuses. */
	rejections: Array<{ action: number | 'start' | 'autoComplete'; code: string; reason?: string }>;
}
