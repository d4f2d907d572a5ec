import type { PendingDecision, RunState } from '../../../core/agents/agent-outcome';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { VaultHost } from '../hosts/state-host';

/** Restores personal data. Returns none for an invalid state, which the agent loop reports. */
export async function readPendingDecisions(
	{ trail, conversationId }: RunState,
	parts: Pick<AgentParts, 'openVault'>,
): Promise<PendingDecision[]> {
	const entries = trail as Array<TrailEntry | null>;
	const suspended = entries.findLast((entry): entry is TrailEntry<'suspended'> => entry?.kind === 'suspended');
	if (!Array.isArray(suspended?.pending) || typeof conversationId !== 'string') return [];
	const prepared = entries.find((entry): entry is TrailEntry<'prepared'> => entry?.kind === 'prepared');
	const [{ mapTexts }, { toPending }] = await Promise.all([
		import('../../../core/base/text/map-texts'),
		import('../../../core/agents/approvals/pending-decision'),
	]);
	const vault = parts.openVault(conversationId);
	const restored = await mapTexts(suspended.pending, (text) => vault.restore(text));
	const language = prepared?.language ?? 'en';
	return restored.map((each, index) => toPending(suspended.pending[index]!, each, language));
}

/** Uses the host's vault, for the person who decides. */
export async function readPendingOf(state: RunState, host: VaultHost): Promise<PendingDecision[]> {
	const { composeVault } = await import('../guardrails/vault');
	const openVault = (conversationId: string) =>
		composeVault(host, { conversationId, subjectId: state.person, allowsOthers: true, readsAll: true, types: [] });
	return readPendingDecisions(state, { openVault });
}
