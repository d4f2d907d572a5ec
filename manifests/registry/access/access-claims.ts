import type { KeyLimits } from '../../../core/ports/access/api-keys';
import type { Login } from '../../../core/ports/access/login';
import { defaultTenant, tenantPattern } from '../../documents/documents';
import { scopes, type Caller, type Scope } from '../registry-api';

/** RFC 9068: the type of an access token that is a JWT, so that no other token can be mistaken for one. */
export const accessTokenType = 'at+jwt';
export const accessIssuer = 'troupe';
export const accessAudience = 'troupe-registry';
/** The max lifetime, from `iat` to `exp`. */
export const maxAccessHours = 90 * 24;

/** The allowed subjects of tokens. They appear in logs, in the audit and beside published manifests. */
export const subjectPattern = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** The allowed ids of tokens. */
export const tokenIdPattern = /^[\w.:-]{1,100}$/;

/** The rights of a bearer. */
export interface Grant {
	/** The token's `jti`, or the id of an API key; absent for the service's own text, which has no claims. */
	id?: string;
	/** Seconds since the epoch. */
	issuedAt?: number;
	/** The id of the session of a browser, in which the caller acts. */
	session?: string;
	caller: Caller;
	/** Scopes of the registry, and of the service that the registry is a part of. */
	scopes: ReadonlySet<string>;
	/** Milliseconds since the epoch. */
	expiresAt: number;
	/** Max requests per minute, in place of the usual limits. */
	rate?: number;
	/** The key with whose requests those of this one are counted, by the rate. */
	countedWith?: string;
	/** The key that was made by none and made this one, itself or through others: the usual limits are for all of them together. */
	root?: string;
	/** The names by which readers of documents know the bearer. */
	asker?: readonly string[];
	/** SHA-256 thumbprint of the key that the sender has to prove, RFC 9449; absent for a bearer token. */
	boundTo?: string;
	/** Returns the token itself, where an issuer issued it: it goes back to its issuer only, to be exchanged. */
	subjectToken?: () => string;
	/** Grants again, while something lasts that began with it. @throws TroupeError ACCESS_DENIED if it would be refused now */
	renew?: () => Promise<Grant>;
	/** The login of a person, as their issuer says it. */
	login?: Login;
	/** Checks an ID token by which the person approves a view. @throws TroupeError DECISION_REFUSED, ISSUER_UNREACHABLE */
	verifyStatement?: (statement: string, viewSha256: string) => Promise<void>;
	/** Scopes that the caller has after another login. */
	stepUp?: StepUp;
	/** The limits of an API key: keys that it creates have no wider ones. */
	keyLimits?: KeyLimits;
}

/** Scopes that wait for a login which is fresh or strong enough. */
export interface StepUp {
	scopes: ReadonlySet<string>;
	/** Seconds since the login, at most. */
	maxAge?: number;
	/** Classes of logins, of which one is needed. */
	acrValues?: readonly string[];
}

/** Selects the scopes of the registry. RFC 6749, section 3.3: there can be others. */
const selectScopes = (text: string): Set<Scope> => {
	const named = new Set(text.split(' '));
	return new Set(scopes.filter((scope) => named.has(scope)));
};

/** Reads the claims of an access token. Returns the problem as a text when they are invalid. */
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
