import type { EvaluationRule } from '../../evidence/evaluation-rule';
import type { SandboxDemand } from '../../evidence/sandbox-demand';
import type { ManifestKind, SnapshotFlag, SnapshotPolicy, SnapshotRollout } from '../../documents/documents';

/** `revision` compares and sets, as for approvals; the reason is stored in the audit log. */
export type SetFlagRequest = SnapshotFlag & { revision?: number; reason?: string };

export interface StartRollout {
	id?: string;
	kind: ManifestKind;
	name: string;
	from: string;
	to: string;
	/** Each stage's share of the instances, and for how long at least it is watched. Shares rise. */
	stages: Array<{ percent: number; minimumMinutes: number }>;
	thresholds?: { /** 0 to 1. */ maximumFailureRate: number; minimumSamples: number };
	/** `contact`: two groups of contacts, each of which keeps its version, on every instance. Default: instances. */
	by?: 'instance' | 'contact';
	/** Aborts when the new group is worse, and promotes only when it is not worse. By contact only. */
	quality?: RolloutQuality;
	/** Conditions for its start, by the results that the registry has. Of agents only. */
	evaluations?: EvaluationRule[];
}

export interface RolloutQuality {
	/** `judged`: live runs that a judge has looked at. `runs`: how all runs ended. */
	compare: 'judged' | 'runs';
	/** In each group, before they are compared. */
	minimumSamples: number;
	/** Allowed decrease of the share that passes, 0 to 1. Default 0.05. */
	tolerance?: number;
}

/** Facts about the runs of one version since this stage began. */
export interface RolloutGroup {
	succeeded: number;
	failed: number;
	judgedPassed: number;
	judgedFailed: number;
}

/** What one key or token reported since this stage began. */
export interface RolloutReporter {
	subject: string;
	from: RolloutGroup;
	to: RolloutGroup;
}

export interface Rollout extends SnapshotRollout, Pick<StartRollout, 'stages' | 'thresholds' | 'by' | 'quality'> {
	/** Both groups of a rollout by contact, how often they were compared, and whether the last comparison said not worse. */
	groups?: { from: RolloutGroup; to: RolloutGroup; looks: number; notWorse?: boolean };
	stage: number;
	/** ISO 8601: when this stage began. */
	stageSince: string;
	/** Revision of the entry of `to` when this stage began: a new entry restarts the rollout. */
	toRevision?: number;
	/** Runs of `to` since this stage began. */
	samples: { succeeded: number; failed: number };
	/** Who reported them; a hundred at most, then one for all others. */
	reporters?: RolloutReporter[];
	/** ISO 8601: the last report that counted. A rollout whose runs or judgements are not reported is held, and this says since when. */
	reportedAt?: string;
	/** Reason of the last decision, such as `held: 3 of 50 samples`. */
	reason?: string;
	revision: number;
}

export interface MetricsReport {
	instance: string;
	/** The version that was run. */
	version: string;
	succeeded: number;
	failed: number;
	/** Runs of the version that were judged. */
	judged?: { passed: number; failed: number };
	/** Rises with each report of an instance: one that arrives twice counts once. */
	sequence: number;
}

/** Decisions of a tenant about unpublished parts, times and approvals. Those below are the registry's to keep, and no claims of `policy`. */
export interface TenantPolicy extends SnapshotPolicy {
	/** 0 to 30 days. Default 0. */
	graceSeconds?: number;
	/** The longest that a snapshot for a site without a network may be good, at most 366 days. Default 0: none is issued. */
	offlineSeconds?: number;
	/** The sandbox report without which no approval counts. Default: none is needed. */
	sandbox?: SandboxDemand;
	/** Results that approvals of agents require. */
	evaluations?: EvaluationRule[];
}
