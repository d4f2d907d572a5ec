import canonicalize from 'canonicalize';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { isoTime, sha256, text } from '../documents/document-fields';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import type { EvidenceKind } from './read-evidence';

const statement = closed({
	version: Type.Literal(1),
	run: text(500),
	/** The id of the call in the run. */
	call: text(500),
	approved: Type.Boolean(),
	/** Identifies what the person saw. */
	viewSha256: sha256,
	decidedAt: isoTime,
});
/** What a person decided about a call of an agent, as a key of the root vouches for it. It holds no arguments. */
export type DecisionStatement = Static<typeof statement>;

/** A signed decision. */
export const decisionKind: EvidenceKind<DecisionStatement> = {
	type: 'troupe-decision+jwt',
	schema: statement,
	readTime: ({ decidedAt }) => decidedAt,
};

/** Signs a decision as JWS in compact serialization. */
export function signDecision(decision: DecisionStatement, signer: Signer): Promise<string> {
	return signPayload(decisionKind.type, canonicalize(decision) ?? '', signer);
}
