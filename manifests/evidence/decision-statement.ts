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
	call: text(500),
	approved: Type.Boolean(),
	viewSha256: sha256,
	decidedAt: isoTime,
});
/** A person's decision about a call of an agent, signed by a key of the root. Contains no arguments. */
type DecisionStatement = Static<typeof statement>;

export const decisionKind: EvidenceKind<DecisionStatement> = {
	type: 'troupe-decision+jwt',
	schema: statement,
	readTime: ({ decidedAt }) => decidedAt,
};

export function signDecision(decision: DecisionStatement, signer: Signer): Promise<string> {
	return signPayload(decisionKind.type, canonicalize(decision) ?? '', signer);
}
