import type { Rollout } from '../registry-api';
import { emptyGroup, emptyGroups } from './judge-groups';
import type { RolloutDecision, RolloutFacts } from './decide-rollout';
import { listCandidates } from './judge-several';

const noSamples = { succeeded: 0, failed: 0 };

/** Returns the rollout after the decision, or the same object when nothing changes. */
export function applyDecision(before: Rollout, decision: RolloutDecision, facts: RolloutFacts): Rollout {
	const { reason } = decision;
	const best = 'best' in decision ? decision.best : undefined;
	const rollout = best === undefined ? before : settleWinner(before, best, facts);
	const changed = { ...rollout, reason, revision: rollout.revision + 1 };
	const groups = rollout.groups && { groups: beginGroups(rollout, decision.kind === 'promote') };
	const begun = {
		stageSince: new Date(facts.now).toISOString(),
		samples: noSamples,
		reporters: [],
		...groups,
		...(best === undefined && readRevisions(rollout, facts)),
	};
	switch (decision.kind) {
		case 'hold':
			// A reason for waiting is for people: no new revision or snapshot.
			return rollout.reason === reason && (decision.groups ?? rollout.groups) === rollout.groups
				? rollout
				: withGroups({ ...rollout, reason }, decision.groups);
		case 'promote':
			return { ...changed, ...begun, stage: decision.stage, percent: rollout.stages[decision.stage]!.percent };
		case 'restart':
			return { ...changed, ...begun, stage: 0, percent: rollout.stages[0]!.percent };
		case 'complete':
			return { ...changed, state: 'completed', percent: 100 };
		case 'abort':
			return { ...changed, state: 'aborted', percent: 0, from: decision.from ?? rollout.from };
	}
}

export function changesSnapshot(before: Rollout, after: Rollout): boolean {
	return (
		before.percent !== after.percent ||
		before.state !== after.state ||
		before.from !== after.from ||
		before.to !== after.to ||
		countWorse(before.groups) !== countWorse(after.groups)
	);
}

const countWorse = (groups: Rollout['groups']): number => groups?.worse?.length ?? 0;

/** An excluded version changes the snapshot, unlike a reason for waiting. */
function withGroups(rollout: Rollout, groups: Rollout['groups']): Rollout {
	if (!groups) return rollout;
	return { ...rollout, groups, revision: rollout.revision + (countWorse(groups) === countWorse(rollout.groups) ? 0 : 1) };
}

/** @param goesOn to the next stage, without the worse versions */
function beginGroups({ others, groups }: Rollout, goesOn: boolean): NonNullable<Rollout['groups']> {
	if (!others) return emptyGroups;
	return { ...emptyGroups, others: others.map(() => emptyGroup), ...(goesOn && groups?.worse && { worse: groups.worse }) };
}

export function readRevisions({ others }: Pick<Rollout, 'others'>, { to, others: entries = [] }: RolloutFacts) {
	return {
		...(to && { toRevision: to.revision }),
		...(others && { otherRevisions: entries.map((entry) => entry?.revision ?? 0) }),
	};
}

function settleWinner(rollout: Rollout, best: string, facts: RolloutFacts): Rollout {
	const { others: _others, otherRevisions: _revisions, groups = emptyGroups, ...rest } = rollout;
	const all = listCandidates(rollout);
	const place = all.indexOf(best);
	const { from, looks } = groups;
	return {
		...rest,
		to: best,
		lost: all.filter((version) => version !== best),
		groups: { from, to: [groups.to, ...(groups.others ?? [])][place] ?? emptyGroup, looks },
		toRevision: [facts.to, ...(facts.others ?? [])][place]?.revision,
	};
}
