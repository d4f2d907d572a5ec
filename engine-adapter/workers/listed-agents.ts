import type { Gate, GateSubject } from '../../core/ports/manifests';
import type { FoundSet } from '../../providers/compose/evaluation/find-set';
import type { Host } from '../../providers/compose/hosts/host';

/**
 * Refuses agents and evaluation sets that neither the manifest nor the registry lists, unless the operator allows them in jobs: a user who starts a
 * process can name an agent or bring a definition.
 */
export function judgeAgents(gate: Gate, { unlistedAgents = 'deny' }: Pick<Host, 'unlistedAgents'>): Gate {
	if (unlistedAgents === 'allow') return gate;
	const isJudged = ({ kind }: GateSubject) => kind === 'agent' || kind === 'evaluation';
	const { offline } = gate;
	return {
		...gate,
		admit: (subject) => gate.admit(isJudged(subject) ? ({ ...subject, unlisted: 'deny' } as GateSubject) : subject),
		...(offline && { offline: () => judgeAgents(offline(), { unlistedAgents }) }),
	};
}

/** Exempts agents beside a set that comes with Troupe: the manifest vouches for their files. @param chosen another agent for all cases */
export const judgeAgentsOfSet = (
	gate: Gate,
	{ source }: Pick<FoundSet, 'source'>,
	chosen: unknown,
	host: Pick<Host, 'unlistedAgents'>,
): Gate => (source === 'package' && chosen === undefined ? gate : judgeAgents(gate, host));
