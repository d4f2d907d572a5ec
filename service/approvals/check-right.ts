import type { Decision } from '../../core/agents/agent-request';
import { denied, needsLogin } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { refused } from '../access/oidc/verify-statement';
import { allows, scopeOfAgent } from '../access/scopes';

export type Deciding = Pick<Grant, 'scopes' | 'stepUp' | 'verifyStatement'>;

const scope = 'agent:decide';

/**
 * Checks the caller's right at the time of the decision, not only of the question, and the issuer's statement. @throws TroupeError ACCESS_DENIED,
 * DECISION_REFUSED, ISSUER_UNREACHABLE
 */
export async function checkRight(decisions: Decision[], grant: Deciding, agent: string): Promise<void> {
	for (const decision of decisions) {
		if (decision.kind !== 'approval' || decision.approved !== true) continue;
		requireDecider(grant, agent);
		const { statement, viewSha256 } = decision;
		if (statement === undefined) continue;
		if (!grant.verifyStatement || typeof statement !== 'string' || typeof viewSha256 !== 'string')
			throw refused('it has to be an ID token, with a viewSha256, of a caller who has a token of the issuer');
		await grant.verifyStatement(statement, viewSha256);
	}
}

/** @throws TroupeError ACCESS_DENIED for a caller who may not approve, or only after another login */
function requireDecider(grant: Deciding, agent: string): void {
	const isEnough = (scopes: ReadonlySet<string>) => allows(scopes, scopeOfAgent(agent, scope));
	if (isEnough(grant.scopes)) return;
	throw (
		needsLogin(grant, scope, isEnough) ??
		denied('scope', `The caller does not have the scope ${scope}.`, 'Let somebody decide who has it, or an operator.', { scope })
	);
}
