import type { KeySet } from './key-set';
import { isoTime, refusedToken } from './refused-token';
import { brief, parseStrictToken, verifySignature } from './strict-token';

/** What a token of any kind has to claim, beside what every token has to be. */
export interface TokenPolicy {
	nowMs: number;
	/** The header's `typ`, letter for letter. Absent: any. */
	type?: string;
	issuer?: string;
	audience?: string;
	/** From `iat` to `exp`; a token without `iat` is then refused. */
	maximumLifetimeSeconds?: number;
	/** How far ahead the issuer's clock may go, for `iat` and `nbf`. An expired token is expired. Default 0. */
	forgivenSeconds?: number;
}

/** A token that may be believed. */
interface CheckedToken {
	/** The header's `typ`. */
	type: string;
	keyId: string;
	/** Of the bytes as transmitted, hex. */
	sha256: string;
	/** `exp` is there; `iat`, `nbf`, `iss`, `aud`, `sub` and `jti` are what RFC 7519 says where they are; others are as they came. */
	claims: RegisteredClaims & Record<string, unknown>;
}

interface RegisteredClaims {
	exp: number;
	iat?: number;
	nbf?: number;
	iss?: string;
	sub?: string;
	aud?: string;
	jti?: string;
}

/** Bytes of the longest token that is looked at. */
export const longestToken = 256 * 1024;
/** The end of the year 9999. What lies beyond was counted in milliseconds, or is meant never to end. */
const lastSecond = 253_402_300_799;

/**
 * Lets a token through only if each of its parts has one meaning, a key of the set signed it, and it claims what the policy asks for.
 * For access tokens and the tokens of others; the documents of Troupe are read by readToken, over the same core.
 * @throws TroupeError TOKEN_INVALID
 */
export function checkToken(name: string, bytes: Uint8Array, { keys, unusable }: KeySet, policy: TokenPolicy): CheckedToken {
	const token = parseStrictToken(name, bytes, longestToken);
	const { type, keyId, sha256 } = token;
	if (policy.type !== undefined && type !== policy.type) {
		throw refusedToken(name, 'header', `its type is ${brief(type)}, expected ${policy.type}`, {
			expected: policy.type,
			actual: brief(type),
		});
	}
	const key = keys.get(keyId);
	if (key === undefined) {
		const reason = unusable.get(keyId) ?? 'is not in the set';
		throw refusedToken(name, 'key', `it names the key ${brief(keyId)}, which ${reason}`, {
			expected: [...keys.keys()].map((kid) => brief(kid)),
			actual: `${brief(keyId)}, which ${reason}`,
		});
	}
	const claims = readClaims(name, token.payload);
	verifySignature(token, key);
	requireClaims(name, claims, policy);
	requireTimes(name, claims, policy);
	return { type, keyId, sha256, claims };
}

/** The registered claims are of their kind (RFC 7519, section 4.1), times in whole seconds, and the audience is one. */
function readClaims(name: string, payload: unknown): CheckedToken['claims'] {
	if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
		throw refusedToken(name, 'claims', 'its payload is no object', { expected: 'an object', actual: whatKind(payload) });
	const claims = payload as Record<string, unknown>;
	for (const claim of ['exp', 'iat', 'nbf']) {
		const value = claims[claim];
		if (value === undefined && claim !== 'exp') continue;
		if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= lastSecond) continue;
		const details = { expected: 'whole seconds since the epoch, up to the year 9999', actual: brief(value) };
		throw refusedToken(name, 'claims', `its ${claim} is ${brief(value)}, expected ${details.expected}`, details);
	}
	for (const claim of ['iss', 'sub', 'aud', 'jti']) {
		const value = claims[claim];
		if (value === undefined || typeof value === 'string') continue;
		throw refusedToken(name, 'claims', `its ${claim} is ${brief(value)}, expected one text`, {
			expected: 'one text',
			actual: brief(value),
		});
	}
	return claims as CheckedToken['claims'];
}

const whatKind = (value: unknown): string => (Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`);

function requireClaims(name: string, claims: RegisteredClaims, { issuer, audience }: TokenPolicy): void {
	for (const [claim, expected, actual] of [
		['iss', issuer, claims.iss],
		['aud', audience, claims.aud],
	] as const) {
		if (expected === undefined || actual === expected) continue;
		const details = { expected, actual: brief(actual) };
		throw refusedToken(name, 'claims', `its ${claim} is ${brief(actual)}, expected ${brief(expected)}`, details);
	}
}

function requireTimes(name: string, { exp, iat, nbf }: RegisteredClaims, policy: TokenPolicy): void {
	const now = Math.floor(policy.nowMs / 1000);
	const { maximumLifetimeSeconds: longest, forgivenSeconds = 0 } = policy;
	const latest = isoTime(now + forgivenSeconds);
	const refuse = (reason: string, expected: string, actual: string) => refusedToken(name, 'claims', reason, { expected, actual });
	if (exp <= now) {
		const details = { expected: `good at ${isoTime(now)}`, actual: `expired at ${isoTime(exp)}` };
		throw refusedToken(name, 'expired', `it expired at ${isoTime(exp)}`, details);
	}
	if (nbf !== undefined && nbf > now + forgivenSeconds)
		throw refuse(`it is good from ${isoTime(nbf)} on, which is still to come`, `good (nbf) from ${latest} or before`, isoTime(nbf));
	if (iat !== undefined && iat > now + forgivenSeconds)
		throw refuse(`it was issued at ${isoTime(iat)}, which is still to come`, `issued (iat) at ${latest} or before`, isoTime(iat));
	if (iat !== undefined && exp <= iat)
		throw refuse('it expires before it was issued', `an expiry (exp) after ${isoTime(iat)}, when it was issued`, isoTime(exp));
	if (nbf !== undefined && exp <= nbf)
		throw refuse('it expires before it is good', `an expiry (exp) after ${isoTime(nbf)}, from when it is good`, isoTime(exp));
	if (longest === undefined) return;
	if (iat === undefined)
		throw refuse('it does not say when it was issued (iat), so its lifetime is unknown', 'a time of issue (iat)', 'nothing');
	if (exp - iat > longest)
		throw refuse(`it lives ${exp - iat} seconds, at most ${longest} are allowed`, `at most ${longest} seconds`, `${exp - iat} seconds`);
}
