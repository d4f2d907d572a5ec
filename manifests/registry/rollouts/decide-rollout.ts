import { lt, rsort } from 'semver';
import { type GroupVerdict, judgeGroups } from './judge-groups';
import { judgeSeveral, listCandidates } from './judge-several';
import type { ManifestSummary, Rollout } from '../registry-api';

export interface RolloutFacts {
	now: number;
	/** Undefined: the version no longer exists. */
	to: { state: ManifestSummary['state']; revision: number } | undefined;
	others?: Array<RolloutFacts['to']>;
	/** For an abort when `from` is no longer approved. */
	approved: readonly string[];
}

export type RolloutDecision =
	/** `groups`: set after a comparison. */
	| { kind: 'hold'; reason: string; groups?: Rollout['groups'] }
	| { kind: 'promote'; stage: number; reason: string; best?: string }
	| { kind: 'complete'; reason: string; best?: string }
	/** From the first stage, without samples, which were of another revision. */
	| { kind: 'restart'; reason: string }
	/** `from`: version for all instances; undefined: none may run, and the name is refused. */
	| { kind: 'abort'; from: string | undefined; reason: string };

const minute = 60_000;

/**
 * Checks in order: an unapproved version aborts, a new revision restarts, too many failures abort, a worse group aborts; only then the stage's time
 * and samples count. Never promotes without samples.
 */
export function decideRollout(rollout: Rollout, facts: RolloutFacts): RolloutDecision {
	if (rollout.state === 'completed' || rollout.state === 'aborted') return hold(`it is ${rollout.state}`);
	const changed = findChanged(rollout, facts);
	if (changed) return changed;
	const failures = tooManyFailures(rollout);
	if (failures !== undefined) return abort(rollout, facts, failures);
	const verdict = hasBothGroups(rollout) ? (rollout.others ? judgeSeveral : judgeGroups)(rollout) : undefined;
	if (verdict?.kind === 'worse') return abort(rollout, facts, verdict.reason);
	return promoteOrHold(rollout, facts, verdict);
}

function findChanged(rollout: Rollout, facts: RolloutFacts): RolloutDecision | undefined {
	const revisions = [rollout.toRevision, ...(rollout.otherRevisions ?? [])];
	const entries = [facts.to, ...(facts.others ?? [])];
	const all = listCandidates(rollout).map((version, place) => ({ version, before: revisions[place], entry: entries[place] }));
	const refused = all.find(({ entry }) => entry?.state !== 'approved');
	if (refused) return abort(rollout, facts, `${refused.version} is ${refused.entry?.state ?? 'gone'}`);
	const changed = all.find(({ before, entry }) => before !== undefined && before !== entry!.revision);
	if (!changed) return undefined;
	return { kind: 'restart', reason: `${changed.version} changed: revision ${changed.entry!.revision} after ${changed.before}` };
}

function promoteOrHold(rollout: Rollout, { now }: RolloutFacts, verdict: GroupVerdict | undefined): RolloutDecision {
	const waiting = waitsFor(rollout, now) ?? (verdict?.kind === 'open' ? verdict.reason : undefined);
	if (waiting !== undefined) return { ...hold(waiting), ...(verdict && { groups: verdict.groups }) };
	return nextStage(rollout, verdict?.reason ?? describeSamples(rollout), verdict?.groups.best);
}

/** Returns `from`, or the highest approved version below `to`. Never an unapproved one. */
export function lastApproved(
	{ from, to, lost = [] }: Pick<Rollout, 'from' | 'to' | 'lost'>,
	approved: readonly string[],
): string | undefined {
	if (approved.includes(from)) return from;
	return rsort(approved.filter((version) => lt(version, to) && !lost.includes(version)))[0];
}

export function nextStage({ stage, stages }: Rollout, why: string, best?: string): RolloutDecision {
	const next = stages[stage + 1];
	const winner = best !== undefined && { best };
	if (!next) return { kind: 'complete', reason: why, ...winner };
	return { kind: 'promote', stage: stage + 1, reason: `${why}: on to ${next.percent} %`, ...winner };
}

export function abort(rollout: Rollout, { approved }: RolloutFacts, why: string): RolloutDecision {
	const from = lastApproved(rollout, approved);
	return { kind: 'abort', from, reason: from === undefined ? `${why}; no approved version to go back to` : `${why}; back to ${from}` };
}

/** At 100 % there is no group to compare with. */
const hasBothGroups = ({ percent }: Rollout): boolean => percent < 100;

const hold = (reason: string): RolloutDecision & { kind: 'hold' } => ({ kind: 'hold', reason });

/** Also applies before enough samples, if missing ones cannot help. */
function tooManyFailures({ thresholds, samples: { succeeded, failed } }: Rollout): string | undefined {
	if (!thresholds) return undefined;
	const counted = Math.max(succeeded + failed, thresholds.minimumSamples);
	if (failed <= thresholds.maximumFailureRate * counted) return undefined;
	return `${failed} of ${succeeded + failed} failed, more than ${formatPercent(thresholds.maximumFailureRate)} of ${counted}`;
}

function waitsFor(rollout: Rollout, now: number): string | undefined {
	const { state, stage, stages, stageSince, thresholds, samples } = rollout;
	if (state === 'paused') return 'it is paused';
	if (!thresholds && !rollout.quality) return 'it has no thresholds: a person advances it';
	const until = Date.parse(stageSince) + (stages[stage]?.minimumMinutes ?? 0) * minute;
	if (!(now >= until)) return `this stage is watched until ${new Date(until).toISOString()}`;
	if (!thresholds) return undefined;
	const seen = samples.succeeded + samples.failed;
	const needed = Math.max(1, thresholds.minimumSamples);
	return seen < needed ? `${seen} of ${needed} samples` : undefined;
}

function describeSamples({ samples: { succeeded, failed } }: Rollout): string {
	return `${failed} of ${succeeded + failed} failed`;
}

const formatPercent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
