import type { RunState } from '../../agent-outcome';
import type { AgentParts, Proof } from '../../agent-parts';
import type { AgentRequest } from '../../agent-request';

/** Returns what the statements of approvals prove, by the call, where the host demands some. */
export async function readProofs(
	{ runId }: Pick<RunState, 'runId'>,
	{ decisions, by }: Pick<NonNullable<AgentRequest['resume']>, 'decisions' | 'by'>,
	{ approvals, verifyStatement }: Pick<AgentParts, 'approvals' | 'verifyStatement'>,
): Promise<ReadonlyMap<string, Proof>> {
	const proofs = new Map<string, Proof>();
	if (approvals?.signed === undefined || !verifyStatement || !Array.isArray(decisions)) return proofs;
	for (const decision of decisions) {
		if (decision?.kind !== 'approval' || decision.approved !== true) continue;
		const { id: callId, approved, statement, viewSha256 } = decision;
		if (typeof statement !== 'string' || typeof viewSha256 !== 'string') continue;
		proofs.set(callId, await verifyStatement({ runId, callId, approved, statement, viewSha256, ...(by !== undefined && { by }) }));
	}
	return proofs;
}
