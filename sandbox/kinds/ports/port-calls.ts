/** Calls of a program of ours in the sandbox to its host, by name, as JSON. */
import type { AgentRequest } from '../../../core/agents/agent-request';
import type { TroupeErrorCode } from '../../../core/base/errors';
import type { Asked } from '../../../core/evaluation/traffic/traffic';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import type { RunBegin, RunEnd, RunRefusal } from '../../../core/ports/runs/run-records';
import type { FindOptions, ManifestReference, PublishedKind } from '../../../core/ports/manifests';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { CaseAction } from '../../../engine-adapter/cases/process-case';
import type { Resource } from '../../../engine-adapter/engine/deployments';
import type { SettingValues } from '../../../core/ports/channels/channel-settings';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';
import type { TenantDemands } from '../../../providers/compose/guardrails/tenant-demands';

/** What runs, and what it may know of its host: names and places, no secret. */
export interface PortTask {
	/** Where it finds agents and policies, all of them readable there. */
	agentFolders: string[];
	policyFolders: string[];
	/** The providers of models that the host asks, with the model that replaces the one of the definition, if any. */
	providers: Recordings['providers'];
	/** The policies that the tenant demands of every agent. */
	demands: TenantDemands;
	/** What people set for the settings of its agents. */
	settingValues?: SettingValues;
	/** The manifest that allowed the command. */
	manifest: ManifestReference;
	tenant?: string;
	/** The run of the sandbox, where it is recorded. */
	run?: string;
	/** When a recording was made, in milliseconds since the epoch: time passes as it did then. */
	at?: number;
}

export interface AgentPortTask extends PortTask {
	agent: AgentReference;
	request: AgentRequest;
	/** Approves calls that wait for a person. */
	approves: boolean;
}

/** What a script of a case can do for a sandboxed process. */
export const scriptedActions = ['completeJob', 'completeUserTask', 'publishMessage', 'broadcastSignal'] as const;
export type ScriptedAction = Extract<CaseAction, { name: (typeof scriptedActions)[number] }>;

export interface ProcessPortTask extends PortTask {
	resources: Resource[];
	/** Default: the only process of the first file. */
	process?: string;
	files: string[];
	/** Variables as JSON: their integers can be larger than a number holds. */
	variables: string;
	/** `ScriptedAction[]` as JSON, in order. */
	script: string;
	target?: ZeebeVersion;
	/** Max time of the instance. */
	timeoutMs: number;
}

export interface WorkflowPortTask extends PortTask {
	/** The folder of n8n. */
	n8n: string;
	packages: Array<{ name: string; folder: string }>;
	/** `WorkflowToRun` as JSON. */
	workflow: string;
	/** The data of credentials by type, with `${NAME}` in place of secrets. */
	credentials: Record<string, Record<string, unknown>>;
}

export type VaultMethod = 'mask' | 'restore' | 'find' | 'findUnknown' | 'redact';

export interface PortCalls {
	task: null;
	exchange: Asked;
	vault: { method: VaultMethod; text: string };
	/** A job whose worker is not ours. */
	job: { type: string; elementId: string; rule: 'scripted' | 'refused' };
	published: { kind: PublishedKind; name: string; range?: string; options?: FindOptions };
	record: RunCall;
}

/** What is recorded of the run of an agent. */
export type RunCall =
	| { of: 'begin'; run: Omit<RunBegin, 'host'> }
	| { of: 'refuse'; run: Omit<RunRefusal, 'host'> }
	// Its acts are for the audit log, which believes nothing that the sandbox tells.
	| { of: 'end'; run: Omit<RunEnd, 'acts'> & { runId: string } };

/** An error as it crosses. */
export interface PortError {
	code: TroupeErrorCode;
	message: string;
	fix?: string;
	retryable?: boolean;
}

/** The answer to `exchange`: nothing is recorded of what asked for it, so an error is one of its results. */
export interface PortAnswer {
	answer?: unknown;
	error?: PortError;
	/** Set for a request that no recording answers: the run is over. */
	ends?: true;
	/** The time that passed in the recording. */
	passedMs: number;
}
