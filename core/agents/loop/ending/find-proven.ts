import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import type { AgentRequest } from '../../agent-request';

/** Returns the calls whose approval comes with a statement that proves it, where the host demands one. */
export async function findProven(
	{ runId }: Pick<RunState, 'runId'>,
	{ decisions, by }: Pick<NonNullable<AgentRequest['resume']>, 'decisions' | 'by'>,
	{ approvals, verifyStatement }: Pick<AgentParts, 'approvals' | 'verifyStatement'>,
): Promise<ReadonlySet<string>> {
	const proven = new Set<string>();
	if (approvals?.signed === undefined || !verifyStatement || !Array.isArray(decisions)) return proven;
	for (const decision of decisions) {
		if (decision?.kind !== 'approval' || decision.approved !== true) continue;
		const { id: callId, approved, statement, viewSha256 } = decision;
		if (typeof statement !== 'string' || typeof viewSha256 !== 'string') continue;
		if (await verifyStatement({ runId, callId, approved, statement, viewSha256, ...(by !== undefined && { by }) })) proven.add(callId);
	}
	return proven;
}
