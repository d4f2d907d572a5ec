import { findDocumentMisfit } from '../documents/document-schemas';
import { audience } from '../documents/document-words';
import type { Documents, DocumentType } from '../documents/documents';
import type { KeyRing } from './key-ring';
import { isoTime, refusedToken } from './refused-token';
import { brief, parseStrictToken, verifySignature, type StrictToken } from './strict-token';
import { maxJwtBytes } from './verify-jwt';

/** In bytes. A snapshot lists up to 20,000 manifests. */
export const getMaxTokenBytes = (type: string): number => (type === 'troupe-snapshot+jwt' ? 8 * 1024 * 1024 : maxJwtBytes);
/** Max lead of the signer's clock. */
const clockSkewSeconds = 300;

/** Parsed but not verified: nothing in it can be trusted. */
export interface UnverifiedToken<Type extends DocumentType> extends StrictToken {
	type: Type;
	claimed: Documents[Type];
}

/** Signature, type, times and schema are verified. */
export interface VerifiedToken<Type extends DocumentType> {
	document: Documents[Type];
	keyId: string;
	/** SHA-256 of the transmitted bytes, hex. */
	sha256: string;
}

/** Each part must have exactly one meaning, and one of `keys` must have signed it. */
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

/** Checks size, three parts, canonical base64url, header, JSON and schema, but not the signature. @throws TroupeError TOKEN_INVALID */
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

/** Verifies signature and times. The header's key must be one of `keys`. @throws TroupeError TOKEN_INVALID */
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

/** The signature must be older than the key's retirement, in seconds since the epoch. @throws TroupeError TOKEN_INVALID */
export function requireSignedBefore({ name, keyId }: { name: string; keyId: string }, signedAt: number, retiredAt?: number): void {
	if (retiredAt === undefined || signedAt <= retiredAt) return;
	const signed = Number.isNaN(signedAt) ? 'an unknown time' : isoTime(signedAt);
	const retired = isoTime(retiredAt);
	const details = { expected: `signed at ${retired} or before`, actual: keyId };
	const fix = 'Have it signed by a person whose key is not retired.';
	throw refusedToken(name, 'key', `the key ${keyId} signed it at ${signed}, but was retired at ${retired}`, details, fix);
}

/** Refuses future and expired documents. @throws TroupeError TOKEN_INVALID */
export function requireTimes(name: string, claims: { iat: number; exp: number }, nowMs: number): void {
	const now = Math.floor(nowMs / 1000);
	const issued = isoTime(claims.iat);
	const expires = isoTime(claims.exp);
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
