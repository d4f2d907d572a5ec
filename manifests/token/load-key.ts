import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64url } from './base64url';

/** Private members of RFC 7518, sections 6.2.2 and 6.3.2, and the symmetric key of section 6.4. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Loads a key for RS256. Returns the reason if it is unfit, such as `has 1024 bits, expected 2048 to 8192`. */
export function loadKey(jwk: Readonly<Record<string, unknown>>): KeyObject | string {
	const { kty, n, e, use, alg, key_ops: operations } = jwk;
	const secret = privateMembers.find((member) => Object.hasOwn(jwk, member));
	if (secret !== undefined) return `contains its private half (${secret}); replace it with a new key`;
	if (kty !== 'RSA' || use !== 'sig' || (alg !== undefined && alg !== 'RS256')) return 'is not for RS256 signatures';
	if (operations !== undefined && !isForVerifying(operations)) return 'is not for verifying (key_ops)';
	if (typeof n !== 'string' || !isCanonicalNumber(n) || e !== 'AQAB') return 'is not written canonically, with e = 65537';
	let key: KeyObject;
	try {
		key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
	} catch {
		return 'cannot be read';
	}
	const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
	// RFC 7518 section 3.3 requires at least 2048 bits. Above 8192 bits slow verification becomes an attack.
	if (modulusLength < 2048 || modulusLength > 8192) return `has ${modulusLength} bits, expected 2048 to 8192`;
	if (publicExponent !== 65537n) return `has the exponent ${publicExponent}, expected 65537`;
	return key;
}

/** RFC 7517 section 4.3: no duplicates, and only operations that go with `verify`. */
function isForVerifying(operations: unknown): boolean {
	if (!Array.isArray(operations) || new Set(operations).size !== operations.length) return false;
	return operations.includes('verify') && operations.every((operation) => operation === 'verify' || operation === 'sign');
}

/** Base64urlUInt, RFC 7518 section 2: no leading zero octets. Another spelling would compare as another key. */
function isCanonicalNumber(text: string): boolean {
	const bytes = decodeBase64url(text);
	return bytes !== null && bytes.length > 0 && bytes[0] !== 0;
}
