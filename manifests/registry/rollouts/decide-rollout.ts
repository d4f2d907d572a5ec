import { lt, rsort } from 'semver';
import type { ManifestSummary, Rollout } from '../registry-api';

/** What a rollout is decided on, read in the transaction that writes the decision. */
export interface RolloutFacts {
	/** Milliseconds since the epoch. */
	now: number;
	/** The version that is rolled out, today. Undefined: nobody has it any more. */
	to: { state: ManifestSummary['state']; revision: number } | undefined;
	/** All approved versions of the name: what an abort goes back to when `from` is not approved any more. */
	approved: readonly string[];
}

export type RolloutDecision =
	| { kind: 'hold'; reason: string }
	/** To `stage`. */
	| { kind: 'promote'; stage: number; reason: string }
	| { kind: 'complete'; reason: string }
	/** From the first stage, with no samples: what was seen was of another revision. */
	| { kind: 'restart'; reason: string }
	/** `from`: what all instances go back to; undefined: nothing is left that may run, and the name is refused. */
	| { kind: 'abort'; from: string | undefined; reason: string };

const MINUTE = 60_000;

/**
 * What becomes of a rollout now. Stopping comes before going on: what is not approved any more is aborted, then a new revision begins again,
 * then too many failures abort; only then the stage's time and samples count. Without samples nothing is ever promoted.
 */
export function decideRollout(rollout: Rollout, facts: RolloutFacts): RolloutDecision {
	if (rollout.state === 'completed' || rollout.state === 'aborted') return hold(`it is ${rollout.state}`);
	const { to } = facts;
	if (to?.state !== 'approved') return abort(rollout, facts, `${rollout.to} is ${to ? to.state : 'gone'}`);
	if (rollout.toRevision !== undefined && rollout.toRevision !== to.revision)
		return { kind: 'restart', reason: `${rollout.to} changed: revision ${to.revision} after ${rollout.toRevision}` };
	const failures = tooManyFailures(rollout);
	if (failures !== undefined) return abort(rollout, facts, failures);
	const waiting = waitsFor(rollout, facts.now);
	if (waiting !== undefined) return hold(waiting);
	return nextStage(rollout, describeSamples(rollout));
}

/** What an instance that may not have `to` is given: `from`, or else the highest approved version below `to`. Never one that is not approved. */
export function lastApproved({ from, to }: Pick<Rollout, 'from' | 'to'>, approved: readonly string[]): string | undefined {
	if (approved.includes(from)) return from;
	return rsort(approved.filter((version) => lt(version, to)))[0];
}

export function nextStage({ stage, stages }: Rollout, why: string): RolloutDecision {
	const next = stages[stage + 1];
	if (!next) return { kind: 'complete', reason: why };
	return { kind: 'promote', stage: stage + 1, reason: `${why}: on to ${next.percent} %` };
}

export function abort(rollout: Rollout, { approved }: RolloutFacts, why: string): RolloutDecision {
	const from = lastApproved(rollout, approved);
	return { kind: 'abort', from, reason: from === undefined ? `${why}; no approved version to go back to` : `${why}; back to ${from}` };
}

const hold = (reason: string): RolloutDecision => ({ kind: 'hold', reason });

/** Also before the samples suffice: failures that break the limit however the missing samples come out need not be waited for. */
function tooManyFailures({ thresholds, samples: { succeeded, failed } }: Rollout): string | undefined {
	if (!thresholds) return undefined;
	const counted = Math.max(succeeded + failed, thresholds.minimumSamples);
	if (failed <= thresholds.maximumFailureRate * counted) return undefined;
	return `${failed} of ${succeeded + failed} failed, more than ${percentOf(thresholds.maximumFailureRate)} of ${counted}`;
}

/** Why it stays where it is, if it does. */
function waitsFor(rollout: Rollout, now: number): string | undefined {
	const { state, stage, stages, stageSince, thresholds, samples } = rollout;
	if (state === 'paused') return 'it is paused';
	if (!thresholds) return 'it has no thresholds: a person advances it';
	const until = Date.parse(stageSince) + (stages[stage]?.minimumMinutes ?? 0) * MINUTE;
	if (!(now >= until)) return `this stage is watched until ${new Date(until).toISOString()}`;
	const seen = samples.succeeded + samples.failed;
	const wanted = Math.max(1, thresholds.minimumSamples);
	return seen < wanted ? `${seen} of ${wanted} samples` : undefined;
}

function describeSamples({ samples: { succeeded, failed } }: Rollout): string {
	return `${failed} of ${succeeded + failed} failed`;
}

const percentOf = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
