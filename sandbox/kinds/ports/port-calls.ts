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

/** The subject of a run and its knowledge of the host: names and places, no secret. */
export interface PortTask {
	agentFolders: string[];
	policyFolders: string[];
	providers: Recordings['providers'];
	demands: TenantDemands;
	settingValues?: SettingValues;
	manifest: ManifestReference;
	tenant?: string;
	run?: string;
	/** Time of a recording, in milliseconds since the epoch: time passes as it did then. */
	at?: number;
}

export interface AgentPortTask extends PortTask {
	agent: AgentReference;
	request: AgentRequest;
	approves: boolean;
}

export const scriptedActions = ['completeJob', 'completeUserTask', 'publishMessage', 'broadcastSignal'] as const;
export type ScriptedAction = Extract<CaseAction, { name: (typeof scriptedActions)[number] }>;

export interface ProcessPortTask extends PortTask {
	resources: Resource[];
	/** Default: the only process of the first file. */
	process?: string;
	files: string[];
	/** Variables as JSON: their integers can exceed a number. */
	variables: string;
	script: string;
	target?: ZeebeVersion;
	/** Max time of the instance, in milliseconds. */
	timeoutMs: number;
}

export interface WorkflowPortTask extends PortTask {
	n8n: string;
	packages: Array<{ name: string; folder: string }>;
	workflow: string;
	/** Credential data by type, with `${NAME}` in place of secrets. */
	credentials: Record<string, Record<string, unknown>>;
}

export type VaultMethod = 'mask' | 'restore' | 'find' | 'findUnknown' | 'redact';

export interface PortCalls {
	task: null;
	exchange: Asked;
	vault: { method: VaultMethod; text: string };
	job: { type: string; elementId: string; rule: 'scripted' | 'refused' };
	published: { kind: PublishedKind; name: string; range?: string; options?: FindOptions };
	record: RunCall;
}

export type RunCall =
	| { of: 'begin'; run: Omit<RunBegin, 'host'> }
	| { of: 'refuse'; run: Omit<RunRefusal, 'host'> }
	// Acts are for the audit log, which does not trust the sandbox.
	| { of: 'end'; run: Omit<RunEnd, 'acts'> & { runId: string } };

export interface PortError {
	code: TroupeErrorCode;
	message: string;
	fix?: string;
	retryable?: boolean;
}

/** An answer to `exchange`: nothing is recorded of its caller, so an error is a result. */
export interface PortAnswer {
	answer?: unknown;
	error?: PortError;
	/** No recording answers the request: the run is over. */
	ends?: true;
	/** Time that passed in the recording, in milliseconds. */
	passedMs: number;
}
