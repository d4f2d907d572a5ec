import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicJwk, Role, RootDocument } from '../documents/documents';
import { decodeBase64url } from '../token/base64url';
import { refusedToken } from '../token/refusal';

/** The keys that may sign one type of document, by `kid`. */
export type KeyRing = ReadonlyMap<string, KeyObject>;

/** All keys of a root, each proven fit for RS256 and named once. */
export function loadKeys(keys: readonly PublicJwk[], document: string): KeyRing {
	const ring = new Map<string, KeyObject>();
	const materials = new Map<string, string>();
	for (const jwk of keys) {
		if (ring.has(jwk.kid)) throw refusedToken(document, 'key', `two keys have the kid ${jwk.kid}`);
		const key = loadKey(jwk, document);
		const material = key.export({ type: 'spki', format: 'der' }).toString('base64');
		// One key under two names would count twice towards a threshold (TUF specification, section 5.3).
		const twin = materials.get(material);
		if (twin !== undefined) throw refusedToken(document, 'key', `${twin} and ${jwk.kid} are the same key under two names`);
		materials.set(material, jwk.kid);
		ring.set(jwk.kid, key);
	}
	return ring;
}

/** The keys of `ring` that `root` gives a role. */
export function keysOfRole(ring: KeyRing, root: Pick<RootDocument, 'roles'>, role: Role, document: string): KeyRing {
	return new Map(
		root.roles[role].keyIds.map((keyId) => {
			const key = ring.get(keyId);
			if (key === undefined) throw refusedToken(document, 'key', `the role ${role} names the key ${keyId}, which is not in the document`);
			return [keyId, key];
		}),
	);
}

function loadKey(jwk: PublicJwk, document: string): KeyObject {
	const refuse = (reason: string) => refusedToken(document, 'key', `the key ${jwk.kid} ${reason}`, { keyId: jwk.kid });
	if (jwk.kty !== 'RSA' || jwk.use !== 'sig' || jwk.alg !== 'RS256') throw refuse('is not for RS256 signatures');
	if (jwk.key_ops !== undefined && !jwk.key_ops.includes('verify')) throw refuse('is not for verifying (key_ops)');
	if (decodeBase64url(jwk.n) === null || jwk.e !== 'AQAB') throw refuse('is not written canonically, with e = 65537');
	let key: KeyObject;
	try {
		key = createPublicKey({ key: { kty: jwk.kty, n: jwk.n, e: jwk.e }, format: 'jwk' });
	} catch (cause) {
		throw Object.assign(refuse('cannot be read'), { cause });
	}
	const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
	// RFC 7518 section 3.3: 2048 bits or more; above 8192 a verification takes long enough to be an attack.
	if (modulusLength < 2048 || modulusLength > 8192) throw refuse(`has ${modulusLength} bits, expected 2048 to 8192`);
	if (publicExponent !== 65537n) throw refuse(`has the exponent ${publicExponent}, expected 65537`);
	return key;
}
