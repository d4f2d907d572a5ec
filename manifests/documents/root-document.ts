import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, recordOf } from '../../core/base/shape';
import { claims, keyId, list, text, time } from './document-fields';

const base64url = Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 2048 });

const jwk = closed({
	kty: Type.Literal('RSA'),
	n: base64url,
	e: base64url,
	kid: keyId,
	use: Type.Literal('sig'),
	alg: Type.Literal('RS256'),
	key_ops: Type.Optional(list(Type.Literal('verify'), 1, 1)),
});
/** An RFC 7517 key, for RSA signatures only. */
export type PublicJwk = Static<typeof jwk>;

/** `threshold`: how many distinct keys have to sign. */
const role = (maximum: number) => closed({ keyIds: list(keyId, 16, 1), threshold: Type.Integer({ minimum: 1, maximum }) });

export const rootDocument = closed({
	...claims,
	keys: list(jwk, 64, 4),
	// One token carries one signature. A root with several signatures is several tokens, a manifest can have many approvals, and the other documents
	// have one signature.
	roles: closed({ root: role(16), author: role(1), approver: role(16), snapshot: role(1) }),
	/** The person who holds a key, by `kid`, such as `ada@example.com`. An author cannot approve her own manifest, whichever key she signs with. */
	owners: Type.Optional(recordOf(text(200), { propertyNames: keyId, maxProperties: 64 })),
	/**
	 * Keys of authors and approvers that can no longer sign, by `kid`, with the time in seconds since the epoch. They keep their role, so that what they
	 * signed until then stays valid.
	 */
	retiredKeys: Type.Optional(recordOf(time, { propertyNames: keyId, maxProperties: 64 })),
	/** Keys that can no longer sign, by `kid`. Documents that they signed earlier are refused too. */
	revokedKeyIds: Type.Optional(list(keyId, 256)),
	/** True for a root that a machine made for itself and that no person vouches for. */
	development: Type.Boolean(),
});
/**
 * Says who may sign what. The only document that is trusted because a person put it there. A root that several keys sign consists of several tokens
 * with the same payload, byte for byte, one per line. Edition n + 1 carries the signatures that edition n requires and those that it requires itself
 * (TUF specification, section 5.3).
 */
export type RootDocument = Static<typeof rootDocument>;
