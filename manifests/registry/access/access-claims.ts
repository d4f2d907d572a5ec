import { defaultTenant, tenantPattern } from '../../documents/documents';
import { scopes, type Caller, type Scope } from '../registry-api';

/** RFC 9068: an access token that is a JWT has this type, so that no other token can be taken for one. */
export const accessTokenType = 'at+jwt';
export const accessIssuer = 'troupe';
export const accessAudience = 'troupe-registry';
/** From `iat` to `exp`. A token cannot be taken back by itself, only with the key that signed it. */
export const longestAccessHours = 90 * 24;

/** Whom a token may name: it stands in logs, in the audit and beside what was published. */
export const subjectPattern = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** What a bearer may do. */
export interface Grant {
	caller: Caller;
	scopes: ReadonlySet<Scope>;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

/** The scopes that are ours; RFC 6749, section 3.3: others may stand beside them. */
const scopesOf = (text: string): Set<Scope> => {
	const named = new Set(text.split(' '));
	return new Set(scopes.filter((scope) => named.has(scope)));
};

/** Reads what we ask of an access token's claims; a text says what is wrong with them. */
export function grantOfClaims(claims: Record<string, unknown> & { exp: number; sub?: string }): Grant | string {
	const { sub, exp, tenant = defaultTenant, scope = '' } = claims;
	if (typeof sub !== 'string' || sub.length > 200 || !subjectPattern.test(sub))
		return 'its sub is not a text of 1 to 200 letters on one line';
	if (typeof tenant !== 'string' || !tenantPattern.test(tenant)) return 'its tenant is no name of small letters, digits and dashes';
	if (typeof scope !== 'string') return 'its scope is no text of names with spaces between them';
	return { caller: { tenant, subject: sub }, scopes: scopesOf(scope), expiresAt: exp * 1000 };
}
