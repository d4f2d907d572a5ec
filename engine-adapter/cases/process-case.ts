import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { ElementActivation } from '../engine/instance-changes';
import type { AdHocDecision } from '../engine/jobs';
import type { Variables } from '../engine/variables';

export interface CaseStart {
	processId: string;
	variables?: Variables;
	startInstructions?: Array<{ elementId: string }>;
	tenantId?: string;
}

interface OfElement {
	elementId?: string;
}

export interface JobAnswer extends OfElement {
	type?: string;
	variables?: Variables;
	error?: { code: string; message?: string; variables?: Variables };
	fail?: { retries: number; message?: string; variables?: Variables; backoffMs?: number };
	adHoc?: AdHocDecision;
}

export interface CaseActions {
	completeJob: JobAnswer;
	/** Without variables, oldest first, until none is left. */
	runJobs: true;
	publishMessage: { name: string; correlationKey?: string; ttlMs?: number; messageId?: string; variables?: Variables; tenantId?: string };
	broadcastSignal: { name: string; variables?: Variables; tenantId?: string };
	createInstance: CaseStart;
	/** On the element's active instance, else on the first process instance. */
	setVariables: OfElement & { variables: Variables; local?: boolean };
	/** Oldest unresolved match. */
	resolveIncident: OfElement & { retries?: number; variables?: Variables };
	/** Fills in a form as a person does; `withoutForm`, completes as a program does. */
	completeUserTask: OfElement & { variables?: Variables; withoutForm?: boolean };
	activateAdHoc: { elementId: string; elements: string[] };
	/** On the first process instance. `terminate` ends all active instances of the elements. */
	modify: { activate?: ElementActivation[]; terminate?: string[] };
	cancelInstance: true;
	/** Milliseconds; timers ring in order. */
	wait: number;
}

/** An object with the action's name as its only known field. */
export type CaseAction = { [Name in keyof CaseActions]: { name: Name; parameters: CaseActions[Name] } }[keyof CaseActions];

export interface ProcessCase {
	/** Default: 8.6. */
	zeebeVersion?: ZeebeVersion;
	/** Milliseconds since the epoch. Default: now. */
	startAt?: number;
	/** Deployed for these. Default: `<default>`. */
	tenants?: string[];
	start: CaseStart[];
	script: CaseAction[];
	/** Completes queued jobs and waits for near timers at the end. */
	autoComplete: boolean;
}

/** Instances and counts include called processes. */
export interface CaseTrace {
	deploy: 'ok' | { rejected: string };
	outcome: 'completed' | 'active' | 'terminated' | 'none';
	/** Element ids in order of activation; a retried job appears again. */
	jobs: string[];
	elements: Record<string, { completed: number; terminated: number }>;
	incidents: Array<{ elementId: string; errorType: string; resolved: boolean }>;
	variables: Variables;
	flows: Record<string, number>;
	jobVariables: Variables[];
	instances: Array<{ processId: string; outcome: string; variables: Variables; tenantId?: string }>;
	/** Index in the script, and a gRPC status name, the missing object, or FORM_INVALID with the form's refusal. */
	rejections: Array<{ action: number | 'start' | 'autoComplete'; code: string; reason?: string }>;
}
