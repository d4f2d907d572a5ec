import { lt, rsort } from 'semver';
import { type GroupVerdict, judgeGroups } from './judge-groups';
import { judgeSeveral, listCandidates } from './judge-several';
import type { ManifestSummary, Rollout } from '../registry-api';

/** The facts for a decision, read in the transaction that writes it. */
export interface RolloutFacts {
	/** Milliseconds since the epoch. */
	now: number;
	/** The current state of the new version. Undefined: it no longer exists. */
	to: { state: ManifestSummary['state']; revision: number } | undefined;
	/** The same of further new versions, in their order. */
	others?: Array<RolloutFacts['to']>;
	/** All approved versions of the name, for an abort when `from` is no longer approved. */
	approved: readonly string[];
}

export type RolloutDecision =
	/** `groups`: they were compared. */
	| { kind: 'hold'; reason: string; groups?: Rollout['groups'] }
	/** To `stage`. `best`: the version of several that won. */
	| { kind: 'promote'; stage: number; reason: string; best?: string }
	| { kind: 'complete'; reason: string; best?: string }
	/** From the first stage, without samples, because they were of another revision. */
	| { kind: 'restart'; reason: string }
	/** `from`: the version that all instances go back to; undefined: no version may run, and the name is refused. */
	| { kind: 'abort'; from: string | undefined; reason: string };

const minute = 60_000;

/**
 * Decides the next step of a rollout. Stopping comes first: a version that is no longer approved is aborted, then a new revision restarts, then too
 * many failures abort, and then a group that is worse. Only then the stage's time and samples count. Without samples a rollout is never promoted.
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

/** Looks for a new version that is no longer approved, then for one with a new revision. */
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

/** Returns the version for instances that must not get `to`: `from`, or the highest approved version below `to`. Never an unapproved one. */
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

/** Once all contacts have the new version, there is nothing to compare it with. */
const hasBothGroups = ({ percent }: Rollout): boolean => percent < 100;

const hold = (reason: string): RolloutDecision & { kind: 'hold' } => ({ kind: 'hold', reason });

/** Also applies before there are enough samples, when the failures exceed the limit whatever the missing samples are. */
function tooManyFailures({ thresholds, samples: { succeeded, failed } }: Rollout): string | undefined {
	if (!thresholds) return undefined;
	const counted = Math.max(succeeded + failed, thresholds.minimumSamples);
	if (failed <= thresholds.maximumFailureRate * counted) return undefined;
	return `${failed} of ${succeeded + failed} failed, more than ${formatPercent(thresholds.maximumFailureRate)} of ${counted}`;
}

/** Returns why the rollout waits, if it does. */
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
