import type { Rollout } from '../registry-api';
import { emptyGroups } from './judge-groups';
import type { RolloutDecision, RolloutFacts } from './decide-rollout';

const noSamples = { succeeded: 0, failed: 0 };

/** Returns the rollout after the decision, or the same object when nothing changes. */
export function applyDecision(rollout: Rollout, decision: RolloutDecision, { now, to }: RolloutFacts): Rollout {
	const { reason } = decision;
	const changed = { ...rollout, reason, revision: rollout.revision + 1 };
	const groups = rollout.groups && { groups: emptyGroups };
	const begun = {
		stageSince: new Date(now).toISOString(),
		samples: noSamples,
		reporters: [],
		...groups,
		...(to && { toRevision: to.revision }),
	};
	switch (decision.kind) {
		case 'hold':
			// The reason for waiting is information for people: it causes no new revision and no new snapshot.
			return rollout.reason === reason && (decision.groups ?? rollout.groups) === rollout.groups
				? rollout
				: { ...rollout, reason, ...(decision.groups && { groups: decision.groups }) };
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

/** Returns whether instances see another snapshot. */
export function changesSnapshot(before: Rollout, after: Rollout): boolean {
	return before.percent !== after.percent || before.state !== after.state || before.from !== after.from || before.to !== after.to;
}
