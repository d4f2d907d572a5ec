import { createHash } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { messageOf } from '../../core/errors';
import { documentMisfit } from '../documents/document-schemas';
import { audience, issuer, type Documents, type DocumentType } from '../documents/documents';
import { decodeBase64url } from './base64url';
import type { KeyRing } from '../keys/key-ring';
import { refusedToken } from './refusal';
import { parseStrictJson } from './strict-json';

/** Bytes of the longest token of a type that is looked at: a snapshot names up to 20,000 manifests. */
export const maximumBytesOf = (type: DocumentType): number => (type === 'troupe-snapshot+jwt' ? 8 * 1024 : 256) * 1024;
/** How far ahead the clock of the signer may go. */
const clockSkewSeconds = 300;

/** A document that was read but not yet verified: nothing in it may be believed. */
export interface UnverifiedToken<Type extends DocumentType> {
	/** How the document is called in errors. */
	name: string;
	type: Type;
	token: string;
	keyId: string;
	/** Of the bytes as transmitted, hex. */
	sha256: string;
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
	const [header, payload] = splitToken(name, type, bytes);
	const keyId = readHeader(name, type, parsePart(name, 'header', header));
	const claimed = parsePart(name, 'payload', payload);
	const problem = documentMisfit(type, claimed);
	if (problem !== null) throw refusedToken(name, 'schema', problem);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { name, type, token: Buffer.from(bytes).toString('latin1'), keyId, sha256, claimed: claimed as Documents[Type] };
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
	const { name, token, keyId, sha256, claimed } = parsed;
	const key = keys.get(keyId);
	if (key === undefined) {
		const expected = [...keys.keys()];
		throw refusedToken(name, 'key', `it names the key ${keyId}, which may not sign it`, { expected, actual: keyId });
	}
	if (claimed.aud !== expectedAudience) {
		const details = { expected: expectedAudience, actual: claimed.aud };
		throw refusedToken(name, 'claims', `it is for ${claimed.aud}, expected ${expectedAudience}`, details);
	}
	try {
		// Expiry is checked below, on our clock and with our words.
		jsonwebtoken.verify(token, key, { algorithms: ['RS256'], issuer, audience: expectedAudience, ignoreExpiration: true });
	} catch (cause) {
		const refusal = refusedToken(name, 'signature', `its signature by ${keyId} does not hold (${messageOf(cause)})`, { keyId });
		throw Object.assign(refusal, { cause });
	}
	checkTimes(name, claimed, nowMs);
	return { document: claimed, keyId, sha256 };
}

function splitToken(name: string, type: DocumentType, bytes: Uint8Array): [Buffer, Buffer, Buffer] {
	if (bytes.length > maximumBytesOf(type)) {
		throw refusedToken(name, 'size', `it has ${bytes.length} bytes, at most ${maximumBytesOf(type)} are read`);
	}
	const parts = Buffer.from(bytes).toString('latin1').split('.');
	const decoded = parts.map(decodeBase64url);
	if (decoded.length !== 3 || decoded.includes(null)) {
		throw refusedToken(name, 'encoding', 'it is not three parts of canonical base64url with a dot between them');
	}
	return decoded as [Buffer, Buffer, Buffer];
}

function parsePart(name: string, part: string, bytes: Buffer): unknown {
	try {
		return parseStrictJson(bytes);
	} catch (error) {
		throw refusedToken(name, 'json', `its ${part} is refused, ${messageOf(error)}`);
	}
}

/** Exactly `{alg, typ, kid}`: a header that can bring a key, an extension or an address decides for the verifier (RFC 8725 section 3). */
function readHeader(name: string, type: DocumentType, header: unknown): string {
	const fields = typeof header === 'object' && header !== null && !Array.isArray(header) ? (header as Record<string, unknown>) : {};
	const { alg, typ, kid, ...others } = fields;
	const foreign = Object.keys(others);
	if (foreign.length > 0)
		throw refusedToken(name, 'header', `its header holds ${foreign.slice(0, 5).join(', ')}; only alg, typ and kid are read`);
	if (alg !== 'RS256') throw refusedToken(name, 'header', 'its algorithm is not RS256', { expected: 'RS256', actual: brief(alg) });
	if (typ !== type) {
		throw refusedToken(name, 'header', `its type is ${brief(typ)}, expected ${type}`, { expected: type, actual: brief(typ) });
	}
	if (typeof kid !== 'string' || kid === '' || kid.length > 100) throw refusedToken(name, 'header', 'its kid is not a short text');
	return kid;
}

function checkTimes(name: string, claims: { iat: number; exp: number }, nowMs: number): void {
	const now = Math.floor(nowMs / 1000);
	if (claims.exp <= claims.iat) throw refusedToken(name, 'claims', 'it expires before it was issued');
	if (claims.iat > now + clockSkewSeconds) {
		throw refusedToken(name, 'claims', `it was issued at ${isoTime(claims.iat)}, which is still to come`, { actual: isoTime(claims.iat) });
	}
	if (claims.exp <= now) throw refusedToken(name, 'expired', `it expired at ${isoTime(claims.exp)}`, { actual: isoTime(claims.exp) });
}

const isoTime = (seconds: number) => new Date(seconds * 1000).toISOString();
const brief = (value: unknown) => String(JSON.stringify(value)).slice(0, 60);
