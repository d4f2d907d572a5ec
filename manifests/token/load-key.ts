import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64url } from './base64url';

/** RFC 7518, sections 6.2.2 and 6.3.2, and the symmetric key of section 6.4. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The key of a JWK if it is fit for verifying RS256, else why it is not, such as `has 1024 bits, expected 2048 to 8192`. */
export function loadKey(jwk: Readonly<Record<string, unknown>>): KeyObject | string {
	const { kty, n, e, use, alg, key_ops: operations } = jwk;
	const secret = privateMembers.find((member) => Object.hasOwn(jwk, member));
	if (secret !== undefined) return `shows its private half (${secret}): make another in its place`;
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
	// RFC 7518 section 3.3: 2048 bits or more; above 8192 a verification takes long enough to be an attack.
	if (modulusLength < 2048 || modulusLength > 8192) return `has ${modulusLength} bits, expected 2048 to 8192`;
	if (publicExponent !== 65537n) return `has the exponent ${publicExponent}, expected 65537`;
	return key;
}

/** RFC 7517 section 4.3: no operation twice, and only what goes with `verify`. */
function isForVerifying(operations: unknown): boolean {
	if (!Array.isArray(operations) || new Set(operations).size !== operations.length) return false;
	return operations.includes('verify') && operations.every((operation) => operation === 'verify' || operation === 'sign');
}

/** Base64urlUInt, RFC 7518 section 2: as few octets as the number takes. Another spelling would be another key to whoever compares texts. */
function isCanonicalNumber(text: string): boolean {
	const bytes = decodeBase64url(text);
	return bytes !== null && bytes.length > 0 && bytes[0] !== 0;
}
