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
	/** `judged`: live runs that a judge rated. `runs`: outcomes of all runs. */
	compare: Type.Enum(['judged', 'runs']),
	minimumSamples: samples(20),
	/** Allowed decrease of the pass rate. Default 0.05. */
	tolerance: Type.Optional(Type.Number({ minimum: 0, maximum: 0.5 })),
	/** `better`: promotes only a proven better version, without tolerance. Default `not-worse`. */
	promote: Type.Optional(Type.Enum(['not-worse', 'better'])),
});
export type RolloutQuality = Static<typeof quality>;

export const startRollout = closed({
	kind,
	name,
	from: version,
	to: version,
	/** Share of the instances and min duration per stage. Shares rise. */
	stages: list(closed({ percent: percent(1), minimumMinutes: Type.Number({ minimum: 0, maximum: 525_600 }) }), 20, 1),
	...optional({
		id: keyId,
		thresholds: closed({ maximumFailureRate: Type.Number(share), minimumSamples: samples(1) }),
		/** `contact`: two groups of contacts, each with its own version on every instance. Default: instances. */
		by: Type.Enum(['instance', 'contact']),
		/** Aborts when the new group is worse; promotes when it is not worse, or better. By contact only. */
		quality,
		/** More new versions of a prompt, each above `to`: all share the percentages, and the proven better one wins. */
		others: list(version, 2, 1),
		/** Conditions for the start, from stored results. For agents only. */
		evaluations: evaluationRules,
	}),
});
export type StartRollout = Static<typeof startRollout>;

export interface RolloutGroup {
	succeeded: number;
	failed: number;
	judgedPassed: number;
	judgedFailed: number;
}

export interface RolloutGroups {
	from: RolloutGroup;
	to: RolloutGroup;
	looks: number;
	notWorse?: boolean;
	others?: RolloutGroup[];
	/** Versions proven worse: their contacts have the old one again. */
	worse?: string[];
	best?: string;
}

const reporter = Type.Object({ subject: string, from: open<RolloutGroup>(), to: open<RolloutGroup>() });
export type RolloutReporter = Static<typeof reporter>;

export const rollout = Type.Object({
	id: string,
	kind,
	package: string,
	from: string,
	to: string,
	percent: integer,
	state: Type.Enum(['running', 'paused', 'completed', 'aborted']),
	stages: Type.Array(Type.Object({ percent: integer, minimumMinutes: Type.Number() })),
	stage: integer,
	stageSince: time,
	samples: Type.Object({ succeeded: integer, failed: integer }),
	revision: integer,
	...optional({
		thresholds: open<NonNullable<StartRollout['thresholds']>>(),
		by: Type.Unsafe<NonNullable<StartRollout['by']>>(string),
		quality: open<RolloutQuality>(),
		others: Type.Array(string),
		lost: Type.Array(string),
		groups: open<RolloutGroups>(),
		/** At most a hundred, then one for all others. */
		reporters: Type.Array(reporter),
		/** Last valid report. Without reports a rollout is held since this time. */
		reportedAt: time,
		/** For example `held: 3 of 50 samples`. */
		reason: string,
	}),
});
/** `toRevision` and `otherRevisions`: entry revisions at the stage's start. A new entry restarts the rollout. */
export type Rollout = Static<typeof rollout> & { toRevision?: number; otherRevisions?: number[] };

export const metricsReport = closed({
	instance: text(200),
	version,
	succeeded: count,
	failed: count,
	judged: Type.Optional(closed({ passed: count, failed: count })),
	/** Rises with each report of an instance: a repeated report counts once. */
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
		/** Max lifetime of an offline snapshot. Default 0: none is issued. */
		offlineSeconds: Type.Integer({ minimum: 0, maximum: maxOfflineSeconds }),
		/** Sandbox report that approvals require. Default: none. The values are checked when the policy is set. */
		sandbox: Type.Unsafe<SandboxDemand>(
			closed({
				level: text(10),
				maxAge: text(30),
				for: list(text(30), 10, 1),
				signers: Type.Optional(list(keyId, 64, 1)),
			}),
		),
		evaluations: evaluationRules,
	}),
);
/** Decisions of a tenant about unpublished parts, times and approvals. The last four are the registry's to keep, and no claims of `policy`. */
export type TenantPolicy = Static<typeof tenantPolicy>;
