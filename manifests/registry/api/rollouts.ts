import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { evaluationRules } from '../../evidence/evaluation-rule';
import type { SandboxDemand } from '../../evidence/sandbox-demand';
import { stalePolicies } from '../../documents/document-words';
import { maxOfflineSeconds } from '../../documents/documents';
import { integer, open, string, time } from './answer-fields';
import { count, decision, keyId, kind, list, name, percent, text, version } from './fields';

const share = { minimum: 0, maximum: 1 };
const samples = (minimum: number) => Type.Integer({ minimum, maximum: 1_000_000 });

const quality = closed({
	/** `judged`: live runs that a judge has looked at. `runs`: how all runs ended. */
	compare: Type.Enum(['judged', 'runs']),
	/** In each group, before they are compared. */
	minimumSamples: samples(20),
	/** Allowed decrease of the share that passes. Default 0.05. */
	tolerance: Type.Optional(Type.Number({ minimum: 0, maximum: 0.5 })),
	/** When the new version is promoted. `better`: only where it is shown to be better, the tolerance does not count. Default `not-worse`. */
	promote: Type.Optional(Type.Enum(['not-worse', 'better'])),
});
export type RolloutQuality = Static<typeof quality>;

export const startRollout = closed({
	...{ kind, name, from: version, to: version },
	/** Each stage's share of the instances, and for how long at least it is watched. Shares rise. */
	stages: list(closed({ percent: percent(1), minimumMinutes: Type.Number({ minimum: 0, maximum: 525_600 }) }), 20, 1),
	...optional({
		id: keyId,
		thresholds: closed({ maximumFailureRate: Type.Number(share), minimumSamples: samples(1) }),
		/** `contact`: two groups of contacts, each of which keeps its version, on every instance. Default: instances. */
		by: Type.Enum(['instance', 'contact']),
		/** Aborts when the new group is worse, and promotes only when it is not worse, or is better. By contact only. */
		quality,
		/** Further new versions of a prompt, each above `to`: with `to`, they share the percentages, and the one that is shown to be better wins. */
		others: list(version, 2, 1),
		/** Conditions for its start, by the results that the registry has. Of agents only. */
		evaluations: evaluationRules,
	}),
});
export type StartRollout = Static<typeof startRollout>;

/** Facts about the runs of one version since this stage began. */
export interface RolloutGroup {
	succeeded: number;
	failed: number;
	judgedPassed: number;
	judgedFailed: number;
}

/** The groups of a stage, and how often they were compared. */
export interface RolloutGroups {
	from: RolloutGroup;
	to: RolloutGroup;
	looks: number;
	/** The last comparison of two groups said not worse. */
	notWorse?: boolean;
	/** The groups of `others`, in their order. */
	others?: RolloutGroup[];
	/** Versions of several that were shown to be worse: their contacts have the old one again. */
	worse?: string[];
	/** The version of several that the last comparison showed to be better. */
	best?: string;
}

/** `to`: of all new versions. */
const reporter = Type.Object({ subject: string, from: open<RolloutGroup>(), to: open<RolloutGroup>() });
/** What one key or token reported since this stage began. */
export type RolloutReporter = Static<typeof reporter>;

export const rollout = Type.Object({
	...{ id: string, kind, package: string, from: string, to: string, percent: integer },
	state: Type.Enum(['running', 'paused', 'completed', 'aborted']),
	stages: Type.Array(Type.Object({ percent: integer, minimumMinutes: Type.Number() })),
	stage: integer,
	/** The begin of this stage. */
	stageSince: time,
	/** Runs of `to`, and of `others`, since this stage began. */
	samples: Type.Object({ succeeded: integer, failed: integer }),
	revision: integer,
	...optional({
		thresholds: open<NonNullable<StartRollout['thresholds']>>(),
		by: Type.Unsafe<NonNullable<StartRollout['by']>>(string),
		quality: open<RolloutQuality>(),
		/** Further new versions that are compared, until one has won. */
		others: Type.Array(string),
		/** The versions that did not win. */
		lost: Type.Array(string),
		/** The groups of a rollout by contact. */
		groups: open<RolloutGroups>(),
		/** Those who reported the runs; a hundred at most, then one for all others. */
		reporters: Type.Array(reporter),
		/** The last report that counted. A rollout whose runs or judgements are not reported is held, and this says since when. */
		reportedAt: time,
		/** Reason of the last decision, such as `held: 3 of 50 samples`. */
		reason: string,
	}),
});
/** `toRevision` and `otherRevisions`: of the entries of `to` and `others` when this stage began. A new entry restarts the rollout. */
export type Rollout = Static<typeof rollout> & { toRevision?: number; otherRevisions?: number[] };

export const metricsReport = closed({
	instance: text(200),
	/** The version that was run. */
	version,
	...{ succeeded: count, failed: count },
	/** Runs of the version that were judged. */
	judged: Type.Optional(closed({ passed: count, failed: count })),
	/** Rises with each report of an instance: one that arrives twice counts once. */
	sequence: count,
});
export type MetricsReport = Static<typeof metricsReport>;

export const tenantPolicy = closed(
	optional({
		unknownPackages: decision,
		unlistedAgents: decision,
		stalePolicy: Type.Enum([...stalePolicies]),
		/** 0 to 30 days. Default 0. */
		graceSeconds: Type.Integer({ minimum: 0, maximum: 30 * 86_400 }),
		/** The longest that a snapshot for a site without a network may be good. Default 0: none is issued. */
		offlineSeconds: Type.Integer({ minimum: 0, maximum: maxOfflineSeconds }),
		/** The sandbox report without which no approval counts. Default: none is needed. Its values are checked where the policy is set. */
		sandbox: Type.Unsafe<SandboxDemand>(
			closed({
				...{ level: text(10), maxAge: text(30), for: list(text(30), 10, 1) },
				signers: Type.Optional(list(keyId, 64, 1)),
			}),
		),
		/** Results that approvals of agents require. */
		evaluations: evaluationRules,
	}),
);
/** Decisions of a tenant about unpublished parts, times and approvals. The last four are the registry's to keep, and no claims of `policy`. */
export type TenantPolicy = Static<typeof tenantPolicy>;
