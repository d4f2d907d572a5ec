import { findDocumentMisfit } from '../documents/document-schemas';
import { audience } from '../documents/document-words';
import type { Documents, DocumentType } from '../documents/documents';
import type { KeyRing } from './key-ring';
import { isoTime, refusedToken } from './refused-token';
import { brief, parseStrictToken, verifySignature, type StrictToken } from './strict-token';
import { maxJwtBytes } from './verify-jwt';

/** Returns the max size of a token of a type, in bytes. A snapshot lists up to 20,000 manifests. */
export const getMaxTokenBytes = (type: string): number => (type === 'troupe-snapshot+jwt' ? 8 * 1024 * 1024 : maxJwtBytes);
/** How far the signer's clock may be ahead. */
const clockSkewSeconds = 300;

/** A document that was parsed but not verified. Nothing in it can be trusted. */
export interface UnverifiedToken<Type extends DocumentType> extends StrictToken {
	type: Type;
	claimed: Documents[Type];
}

/** A document whose signature, type, times and schema were verified. */
export interface VerifiedToken<Type extends DocumentType> {
	document: Documents[Type];
	keyId: string;
	/** SHA-256 of the transmitted bytes, hex. */
	sha256: string;
}

/** Parses and verifies a document. Each of its parts must have exactly one meaning, and one of `keys` must have signed it. */
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
 * Parses a token strictly, without trusting it: size, three parts, canonical base64url, header, JSON and schema.
 * @throws TroupeError TOKEN_INVALID
 */
export function parseToken<Type extends DocumentType>(name: string, type: Type, bytes: Uint8Array): UnverifiedToken<Type> {
	const parsed = parseStrictToken(name, bytes, getMaxTokenBytes(type));
	if (parsed.type !== type) {
		const actual = brief(parsed.type);
		throw refusedToken(name, 'header', `its type is ${actual}, expected ${type}`, { expected: type, actual });
	}
	const wrong = findDocumentMisfit(type, parsed.payload);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	return { ...parsed, type, claimed: parsed.payload as Documents[Type] };
}

/**
 * Verifies the signature with the key that the header names, which must be one of `keys`, and the times.
 * @throws TroupeError TOKEN_INVALID
 */
export function verifyToken<Type extends DocumentType>(
	parsed: UnverifiedToken<Type>,
	keys: KeyRing,
	nowMs: number,
	expectedAudience = audience,
): VerifiedToken<Type> {
	const { name, keyId, sha256, claimed } = parsed;
	const ringKey = keys.get(keyId);
	if (ringKey === undefined) {
		const expected = [...keys.keys()];
		throw refusedToken(name, 'key', `it names the key ${keyId}, which is not allowed to sign it`, { expected, actual: keyId });
	}
	if (claimed.aud !== expectedAudience) {
		const details = { expected: expectedAudience, actual: claimed.aud };
		throw refusedToken(name, 'claims', `it is for ${claimed.aud}, expected ${expectedAudience}`, details);
	}
	verifySignature(parsed, ringKey.key);
	requireSignedBefore(parsed, claimed.iat, ringKey.retiredAt);
	requireTimes(name, claimed, nowMs);
	return { document: claimed, keyId, sha256 };
}

/** Checks that a key signed a document before it was retired. Times are in seconds since the epoch. @throws TroupeError TOKEN_INVALID */
export function requireSignedBefore({ name, keyId }: { name: string; keyId: string }, signedAt: number, retiredAt?: number): void {
	if (retiredAt === undefined || signedAt <= retiredAt) return;
	const [signed, retired] = [Number.isNaN(signedAt) ? 'an unknown time' : isoTime(signedAt), isoTime(retiredAt)];
	const details = { expected: `signed at ${retired} or before`, actual: keyId };
	const fix = 'Have it signed by a person whose key is not retired.';
	throw refusedToken(name, 'key', `the key ${keyId} signed it at ${signed}, but was retired at ${retired}`, details, fix);
}

/** Checks that a document is already issued and not expired. @throws TroupeError TOKEN_INVALID */
export function requireTimes(name: string, claims: { iat: number; exp: number }, nowMs: number): void {
	const now = Math.floor(nowMs / 1000);
	const [issued, expires] = [isoTime(claims.iat), isoTime(claims.exp)];
	if (claims.exp <= claims.iat) {
		const details = { expected: `an expiry (exp) after ${issued}, the time of issue`, actual: expires };
		throw refusedToken(name, 'claims', 'it expires before it was issued', details);
	}
	if (claims.iat > now + clockSkewSeconds) {
		const details = { expected: `issued (iat) at ${isoTime(now + clockSkewSeconds)} or before`, actual: issued };
		const fix = `Correct the clock of this machine: it shows ${isoTime(now)}. If it is right, get the document again from its signer.`;
		throw refusedToken(name, 'claims', `it was issued at ${issued}, which is in the future`, details, fix);
	}
	if (claims.exp <= now) {
		throw refusedToken(name, 'expired', `it expired at ${expires}`, {
			expected: `good at ${isoTime(now)}`,
			actual: `expired at ${expires}`,
		});
	}
}
