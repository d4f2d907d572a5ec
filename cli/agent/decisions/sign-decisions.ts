import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import { getErrorMessage } from '../../../core/base/errors';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { decisionKind, signDecision } from '../../../manifests/evidence/decision-statement';
import { readEvidence } from '../../../manifests/evidence/read-evidence';
import type { Signer } from '../../../manifests/token/signer';
import { type Signature, invalid, type Decided } from './signature';

/** Signs decisions about calls, each with the view that the person saw. Answers to questions are not signed. */
export function signDecisions(decisions: Decision[], pending: PendingDecision[], run: string, signer: Signer): Promise<Decision[]> {
	return Promise.all(
		decisions.map(async (decision): Promise<Decision> => {
			const shown = pending.find(({ id }) => id === decision.id);
			if (decision.kind !== 'approval' || shown?.kind !== 'approval') return decision;
			const { id: call, approved } = decision;
			const { viewSha256 } = shown;
			const facts = { version: 1 as const, run, call, approved, viewSha256, decidedAt: new Date().toISOString() };
			return { ...decision, viewSha256, statement: await signDecision(facts, signer) };
		}),
	);
}

/** Says whose key signed a decision, or why the signature does not count for it. */
export function describeSignature(
	{ statement, callId, approved, viewSha256, runId, team }: Decided & { statement: string },
	root: RootDocument,
): Signature {
	try {
		const { facts, keyId } = readEvidence('The decision', decisionKind, Buffer.from(statement, 'latin1'), root);
		const call = team ? `${team.call}/${callId}` : callId;
		const isSame = facts.run === runId && facts.call === call && facts.approved === approved && facts.viewSha256 === viewSha256;
		if (!isSame) return invalid('it is about another decision');
		const owner = root.owners?.[keyId];
		return { isProof: true, text: `signed by ${owner === undefined ? '' : `${owner} with `}${keyId} at ${facts.decidedAt}` };
	} catch (error) {
		return invalid(getErrorMessage(error));
	}
}
