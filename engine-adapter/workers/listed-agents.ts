import type { Gate, GateSubject } from '../../core/ports/manifests';
import type { Host } from '../../providers/compose/hosts/host';

/**
 * Refuses agents and evaluation sets that neither the manifest nor the registry lists, unless the operator allows them in jobs: who starts a process can name an agent or
 * bring a definition.
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
