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

const role = (maximum: number) => closed({ keyIds: list(keyId, 16, 1), threshold: Type.Integer({ minimum: 1, maximum }) });

export const rootDocument = closed({
	...claims,
	keys: list(jwk, 64, 4),
	// One token has one signature: a root with several is several tokens, a manifest can have many approvals.
	roles: closed({ root: role(16), author: role(1), approver: role(16), snapshot: role(1) }),
	/** Key holder by `kid`, such as `ada@example.com`. An author cannot approve her own manifest, whichever key she uses. */
	owners: Type.Optional(recordOf(text(200), { propertyNames: keyId, maxProperties: 64 })),
	/**
	 * Keys that can no longer sign, by `kid`, with the time in seconds since the epoch. They keep their role: earlier signatures stay valid.
	 */
	retiredKeys: Type.Optional(recordOf(time, { propertyNames: keyId, maxProperties: 64 })),
	/** By `kid`. Documents that these keys signed earlier are refused too. */
	revokedKeyIds: Type.Optional(list(keyId, 256)),
	/** True for a root that a machine made for itself: no person vouches for it. */
	development: Type.Boolean(),
});
/**
 * Says who may sign what. The only document that a person trusts by placing it. Several signatures are several tokens with the same payload,
 * one per line. Edition n + 1 has the signatures that edition n and it require (TUF specification, section 5.3).
 */
export type RootDocument = Static<typeof rootDocument>;
