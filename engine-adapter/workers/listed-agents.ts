import type { Gate } from '../../core/ports';
import type { Host } from '../../providers/compose/host';

/**
 * Refuses agents that neither the manifest nor the registry lists, unless the operator allows them in jobs: who starts a process can name an agent or
 * bring a definition.
 */
export function judgeAgents(gate: Gate, { unlistedAgents = 'deny' }: Pick<Host, 'unlistedAgents'>): Gate {
	if (unlistedAgents === 'allow') return gate;
	return { ...gate, admit: (subject) => gate.admit(subject.kind === 'agent' ? { ...subject, unlisted: 'deny' } : subject) };
}
