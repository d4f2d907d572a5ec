import type { KeySet } from './key-set';
import { isoTime, refusedToken } from './refused-token';
import { brief, parseStrictToken, verifySignature } from './strict-token';

export interface TokenPolicy {
	nowMs: number;
	/** Exact `typ` of the header. Absent: any. */
	type?: string;
	issuer?: string;
	audience?: string;
	/** From `iat` to `exp`. If set, a token without `iat` is refused. */
	maxLifetimeSeconds?: number;
	/** Max lead of the issuer's clock, for `iat` and `nbf`, not `exp`. Default 0. */
	forgivenSeconds?: number;
}

interface VerifiedJwt {
	type: string;
	keyId: string;
	/** SHA-256 of the transmitted bytes, hex. */
	sha256: string;
	/** `exp` is always present. `iat`, `nbf`, `iss`, `aud`, `sub` and `jti` have RFC 7519 types if present. Other claims are unchanged. */
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

export const maxJwtBytes = 512 * 1024;
/** End of the year 9999. Larger values are milliseconds, or meant never to end. */
const lastSecond = 253_402_300_799;

/**
 * For access tokens and third-party tokens; readToken reads Troupe's documents with the same core. Requires one meaning per part, a key of the set,
 * and the policy's claims. @throws TroupeError TOKEN_INVALID
 */
export function verifyJwt(name: string, bytes: Uint8Array, { keys, unusable }: KeySet, policy: TokenPolicy): VerifiedJwt {
	const token = parseStrictToken(name, bytes, maxJwtBytes);
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

/** RFC 7519, section 4.1. Times are whole seconds, and there is one audience. */
function readClaims(name: string, payload: unknown): VerifiedJwt['claims'] {
	if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
		throw refusedToken(name, 'claims', 'its payload is not an object', {
			expected: 'its payload is not an object',
			actual: describeKind(payload),
		});
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
	return claims as VerifiedJwt['claims'];
}

const describeKind = (value: unknown): string => (Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`);

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
	const { maxLifetimeSeconds: maxLifetime, forgivenSeconds = 0 } = policy;
	const latest = isoTime(now + forgivenSeconds);
	const refuse = (reason: string, expected: string, actual: string) => refusedToken(name, 'claims', reason, { expected, actual });
	if (exp <= now) {
		const details = { expected: `good at ${isoTime(now)}`, actual: `expired at ${isoTime(exp)}` };
		throw refusedToken(name, 'expired', `it expired at ${isoTime(exp)}`, details);
	}
	if (nbf !== undefined && nbf > now + forgivenSeconds)
		throw refuse(`it is valid from ${isoTime(nbf)}, which is in the future`, `valid (nbf) from ${latest} or before`, isoTime(nbf));
	if (iat !== undefined && iat > now + forgivenSeconds)
		throw refuse(`it was issued at ${isoTime(iat)}, which is in the future`, `issued (iat) at ${latest} or before`, isoTime(iat));
	if (iat !== undefined && exp <= iat)
		throw refuse('it expires before it was issued', `an expiry (exp) after ${isoTime(iat)}, the time of issue`, isoTime(exp));
	if (nbf !== undefined && exp <= nbf)
		throw refuse('it expires before it is valid', `an expiry (exp) after ${isoTime(nbf)}, the time from which it is valid`, isoTime(exp));
	if (maxLifetime === undefined) return;
	if (iat === undefined) throw refuse('it has no time of issue (iat), so its lifetime is unknown', 'a time of issue (iat)', 'nothing');
	if (exp - iat > maxLifetime)
		throw refuse(
			`its lifetime is ${exp - iat} seconds; the max is ${maxLifetime}`,
			`at most ${maxLifetime} seconds`,
			`${exp - iat} seconds`,
		);
}
