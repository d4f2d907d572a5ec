import { TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/loopback';
import { type Environment, readListSetting, readSetting } from '../../../core/base/settings';
import { isRole, isScope, roles, scopeChoice } from '../scopes';

/** How tokens of an OpenID Connect issuer are read. */
export interface OidcSettings {
	/** As in the `iss` of its tokens. */
	issuer: string;
	/** What `aud` must contain. */
	audience: string;
	/** Path of the claim with the tenant; undefined: callers belong to the tenant of the service. */
	tenantClaim?: string;
	/** Path of the claim with roles, such as `realm_access.roles`. */
	rolesClaim: string;
	/** Path of the claim with groups, for readers of documents. */
	groupsClaim: string;
	/** Paths of further claims that readers of documents can name. */
	readerClaims: readonly string[];
	/** What the issuer's roles stand for; undefined: roles and scopes of the same name. */
	roles?: ReadonlyMap<string, readonly string[]>;
}

const defaultRolesClaim = 'roles';

/** Returns undefined if no issuer is set. @throws TroupeError INPUT_INVALID */
export function readOidcSettings(environment: Environment): OidcSettings | undefined {
	const issuer = readSetting('TROUPE_OIDC_ISSUER', environment);
	if (issuer === undefined) return undefined;
	if (!isSafeUrl(issuer))
		throw wrong('TROUPE_OIDC_ISSUER is not an https address', 'Write it as the issuer does: https://id.example.com/realms/main.');
	const audience = readSetting('TROUPE_OIDC_AUDIENCE', environment);
	if (audience === undefined)
		throw wrong('TROUPE_OIDC_AUDIENCE is missing', 'Set it to what the issuer writes into aud for this service, such as troupe.');
	return {
		issuer,
		audience,
		tenantClaim: readSetting('TROUPE_OIDC_TENANT_CLAIM', environment),
		rolesClaim: readSetting('TROUPE_OIDC_ROLES_CLAIM', environment) ?? defaultRolesClaim,
		groupsClaim: readSetting('TROUPE_OIDC_GROUPS_CLAIM', environment) ?? 'groups',
		readerClaims: readListSetting('TROUPE_OIDC_READER_CLAIMS', environment) ?? [],
		roles: readRoles(readSetting('TROUPE_OIDC_ROLES', environment)),
	};
}

/** `staff=viewer, ops=admin, ops=state:backup`: a name of the issuer, and a role or scope. */
function readRoles(text: string | undefined): Map<string, string[]> | undefined {
	if (text === undefined) return undefined;
	const mapped = new Map<string, string[]>();
	for (const pair of text.split(',').map((part) => part.trim())) {
		const [, name, granted = ''] = /^(.+)=(.+)$/.exec(pair)?.map((part) => part.trim()) ?? [];
		if (name === undefined || (!isRole(granted) && !isScope(granted)))
			throw wrong(
				`TROUPE_OIDC_ROLES contains ${JSON.stringify(pair.slice(0, 80))}`,
				`Write pairs as staff=viewer, with commas between them. After the =: ${[...Object.keys(roles), scopeChoice].join(', ')}.`,
			);
		mapped.set(name, [...(mapped.get(name) ?? []), granted]);
	}
	return mapped;
}

const wrong = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message: `${message}.`, fix });
