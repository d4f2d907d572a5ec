import canonicalize from 'canonicalize';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import type { EvidenceKind } from './read-evidence';

/** What a person decided about a call of an agent, as a key of the root vouches for it. It holds no arguments. */
export interface DecisionStatement {
	version: 1;
	run: string;
	/** The id of the call in the run. */
	call: string;
	approved: boolean;
	/** Identifies what the person saw. */
	viewSha256: string;
	/** ISO 8601. */
	decidedAt: string;
}

const text = { type: 'string', minLength: 1, maxLength: 500 };

/** A signed decision. */
export const decisionKind: EvidenceKind<DecisionStatement> = {
	type: 'troupe-decision+jwt',
	schema: {
		type: 'object',
		properties: {
			...{ version: { const: 1 }, run: text, call: text, approved: { type: 'boolean' } },
			viewSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
			decidedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' },
		},
		required: ['version', 'run', 'call', 'approved', 'viewSha256', 'decidedAt'],
		additionalProperties: false,
	},
	readTime: ({ decidedAt }) => decidedAt,
};

/** Signs a decision as JWS in compact serialization. */
export function signDecision(statement: DecisionStatement, signer: Signer): Promise<string> {
	return signPayload(decisionKind.type, canonicalize(statement) ?? '', signer);
}
