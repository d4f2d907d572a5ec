import { documentMisfit } from '../documents/document-schemas';
import { audience, type Documents, type DocumentType } from '../documents/documents';
import type { KeyRing } from './key-ring';
import { isoTime, refusedToken } from './refused-token';
import { brief, parseStrictToken, verifySignature, type StrictToken } from './strict-token';

/** Bytes of the longest token of a type that is looked at: a snapshot names up to 20,000 manifests. */
export const maximumBytesOf = (type: string): number => (type === 'troupe-snapshot+jwt' ? 8 * 1024 : 256) * 1024;
/** How far ahead the clock of the signer may go. */
const clockSkewSeconds = 300;

/** A document that was read but not yet verified: nothing in it may be believed. */
export interface UnverifiedToken<Type extends DocumentType> extends StrictToken {
	type: Type;
	claimed: Documents[Type];
}

/** A document whose signature, type, times and shape hold. */
export interface VerifiedToken<Type extends DocumentType> {
	document: Documents[Type];
	keyId: string;
	/** Of the bytes as transmitted, hex. */
	sha256: string;
}

/** Lets a document through only if each of its parts has exactly one meaning and one of `keys` signed it. */
export function readToken<Type extends DocumentType>(
	name: string,
	type: Type,
	bytes: Uint8Array,
	keys: KeyRing,
	nowMs: number,
	expectedAudience = audience,
): VerifiedToken<Type> {
	return verifyToken(parseToken(name, type, bytes), keys, nowMs, expectedAudience);
}

/**
 * Reads a token's parts strictly, without believing them: size, three parts, canonical base64url, header, JSON and schema.
 * @throws TroupeError TOKEN_INVALID
 */
export function parseToken<Type extends DocumentType>(name: string, type: Type, bytes: Uint8Array): UnverifiedToken<Type> {
	const parsed = parseStrictToken(name, bytes, maximumBytesOf(type));
	if (parsed.type !== type) {
		const actual = brief(parsed.type);
		throw refusedToken(name, 'header', `its type is ${actual}, expected ${type}`, { expected: type, actual });
	}
	const wrong = documentMisfit(type, parsed.payload);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	return { ...parsed, type, claimed: parsed.payload as Documents[Type] };
}

/**
 * Checks the signature by the key named in the header, which has to be one of `keys`, and the times.
 * @throws TroupeError TOKEN_INVALID
 */
export function verifyToken<Type extends DocumentType>(
	parsed: UnverifiedToken<Type>,
	keys: KeyRing,
	nowMs: number,
	expectedAudience = audience,
): VerifiedToken<Type> {
	const { name, keyId, sha256, claimed } = parsed;
	const key = keys.get(keyId);
	if (key === undefined) {
		const expected = [...keys.keys()];
		throw refusedToken(name, 'key', `it names the key ${keyId}, which may not sign it`, { expected, actual: keyId });
	}
	if (claimed.aud !== expectedAudience) {
		const details = { expected: expectedAudience, actual: claimed.aud };
		throw refusedToken(name, 'claims', `it is for ${claimed.aud}, expected ${expectedAudience}`, details);
	}
	verifySignature(parsed, key);
	requireTimes(name, claimed, nowMs);
	return { document: claimed, keyId, sha256 };
}

/** Issued, and not expired. @throws TroupeError TOKEN_INVALID */
export function requireTimes(name: string, claims: { iat: number; exp: number }, nowMs: number): void {
	const now = Math.floor(nowMs / 1000);
	const [issued, expires] = [isoTime(claims.iat), isoTime(claims.exp)];
	if (claims.exp <= claims.iat) {
		const details = { expected: `an expiry (exp) after ${issued}, when it was issued`, actual: expires };
		throw refusedToken(name, 'claims', 'it expires before it was issued', details);
	}
	if (claims.iat > now + clockSkewSeconds) {
		const details = { expected: `issued (iat) at ${isoTime(now + clockSkewSeconds)} or before`, actual: issued };
		throw refusedToken(name, 'claims', `it was issued at ${issued}, which is still to come`, details);
	}
	if (claims.exp <= now) {
		throw refusedToken(name, 'expired', `it expired at ${expires}`, {
			expected: `good at ${isoTime(now)}`,
			actual: `expired at ${expires}`,
		});
	}
}
