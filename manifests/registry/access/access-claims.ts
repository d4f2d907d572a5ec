import type { KeyLimits } from '../../../core/ports/access/api-keys';
import type { Login } from '../../../core/ports/access/login';
import { defaultTenant, tenantPattern } from '../../documents/documents';
import { scopes, type Caller, type Scope } from '../registry-api';

/** RFC 9068: this type prevents confusion with other tokens. */
export const accessTokenType = 'at+jwt';
export const accessIssuer = 'troupe';
export const accessAudience = 'troupe-registry';
export const maxAccessHours = 90 * 24;

/** Subjects appear in logs, in the audit and beside published manifests. */
export const subjectPattern = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

export const tokenIdPattern = /^[\w.:-]{1,100}$/;

export interface Grant {
	/** The token's `jti`, or an API key's id; absent for the local token, which has no claims. */
	id?: string;
	issuedAt?: number;
	session?: string;
	caller: Caller;
	scopes: ReadonlySet<string>;
	expiresAt: number;
	rate?: number;
	/** The key that shares this one's request count, for `rate`. */
	countedWith?: string;
	/** The original key of a chain of created keys: the usual limits cover all of them together. */
	root?: string;
	asker?: readonly string[];
	/** SHA-256 thumbprint of the key to prove, RFC 9449; absent for a bearer token. */
	boundTo?: string;
	/** Returns an issuer's token, for exchange at that issuer only. */
	subjectToken?: () => string;
	/** Grants again for long-running work. @throws TroupeError ACCESS_DENIED if it would be refused now */
	renew?: () => Promise<Grant>;
	login?: Login;
	/** Checks the ID token of an approval. @throws TroupeError DECISION_REFUSED, ISSUER_UNREACHABLE */
	verifyStatement?: (statement: string, viewSha256: string) => Promise<void>;
	stepUp?: StepUp;
	/** The limits of an API key: keys that it creates have no wider ones. */
	keyLimits?: KeyLimits;
}

/** Scopes that need a fresh or strong enough login. */
export interface StepUp {
	scopes: ReadonlySet<string>;
	/** Seconds since the login, at most. */
	maxAge?: number;
	acrValues?: readonly string[];
}

/** Ignores other scopes, RFC 6749, section 3.3. */
const selectScopes = (text: string): Set<Scope> => {
	const named = new Set(text.split(' '));
	return new Set(scopes.filter((scope) => named.has(scope)));
};

export function readGrant(claims: Record<string, unknown> & { exp: number; sub?: string }): Grant | string {
	const { sub, exp, iat, jti, tenant = defaultTenant, scope = '' } = claims;
	if (typeof sub !== 'string' || sub.length > 200 || !subjectPattern.test(sub))
		return 'its sub is not a text of 1 to 200 characters on one line';
	if (typeof tenant !== 'string' || !tenantPattern.test(tenant)) return 'its tenant must consist of lower-case letters, digits and hyphens';
	if (typeof scope !== 'string') return 'its scope is not a text of names, separated by spaces';
	if (jti !== undefined && (typeof jti !== 'string' || !tokenIdPattern.test(jti)))
		return 'its jti is not a text of 1 to 100 letters, digits, . _ : and -';
	return {
		...(jti !== undefined && { id: jti }),
		...(typeof iat === 'number' && { issuedAt: iat }),
		caller: { tenant, subject: sub },
		scopes: selectScopes(scope),
		expiresAt: exp * 1000,
	};
}
