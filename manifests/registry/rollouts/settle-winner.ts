import type { Rollout } from '../registry-api';
import type { RolloutFacts } from './decide-rollout';
import { emptyGroup, emptyGroups } from './judge-groups';
import { listCandidates } from './judge-several';

export function settleWinner(rollout: Rollout, best: string, facts: RolloutFacts): Rollout {
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
