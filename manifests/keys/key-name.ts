import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { Role } from '../documents/documents';
import type { PublicJwk } from '../documents/root-document';

/** Root roles sign documents; `access` signs access tokens, which the root does not know. */
export type KeyRole = Role | 'access';

/** Returns role and shortened JWK thumbprint (RFC 7638): unique per key. */
export function deriveKeyId(role: KeyRole, key: KeyObject): string {
	const publicKey = key.type === 'private' ? createPublicKey(key) : key;
	const { n, e } = publicKey.export({ format: 'jwk' }) as { n: string; e: string };
	const thumbprint = createHash('sha256')
		.update(JSON.stringify({ e, kty: 'RSA', n }))
		.digest('base64url');
	return `${role}-${thumbprint.slice(0, 16)}`;
}

export function toJwk({ keyId, privateKey }: { keyId: string; privateKey: KeyObject }): PublicJwk {
	return publicJwk(keyId, createPublicKey(privateKey));
}

export function publicJwk(keyId: string, publicKey: KeyObject): PublicJwk {
	const { n, e } = publicKey.export({ format: 'jwk' }) as { n: string; e: string };
	return { kty: 'RSA', n, e, kid: keyId, use: 'sig', alg: 'RS256' };
}

/** Examples: `approver`, `root-2`, `approver-ada-example.com`. */
export function keyFileName(role: Role, which?: string | number): string {
	if (which === undefined) return role;
	const safe = String(which)
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9.]+/g, '-')
		.replace(/^[-.]+|[-.]+$/g, '')
		.slice(0, 60);
	return `${role}-${safe || createHash('sha256').update(String(which)).digest('hex').slice(0, 8)}`;
}
