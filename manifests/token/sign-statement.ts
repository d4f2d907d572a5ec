import canonicalize from 'canonicalize';
import { signPayload } from './sign-token';
import type { Signer } from './signer';

type SignStatement = (statement: object, validity: { atMs: number; days: number }) => Promise<string>;

/** Signs as JWS in compact serialization, which `troupe manifest check-token` verifies. */
export const statementSigner =
	(type: string, signer: Signer): SignStatement =>
	(statement, { atMs, days }) => {
		const iat = Math.floor(atMs / 1000);
		return signPayload(type, canonicalize({ ...statement, iat, exp: iat + days * 86_400 })!, signer);
	};
