import { parseDuration } from '../../../core/base/duration';
import { TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting, readSetting } from '../../../core/base/settings/settings';
import { protectedPaths } from '../protected-paths';
import { isRole, isScope, roles, scopeChoice } from '../scopes';

export interface OidcSettings {
	issuer: string;
	/** The issuer's name of the service. */
	audience: string;
	audiences: readonly string[];
	/** Claim path of the tenant; undefined: the service's tenant. */
	tenantClaim?: string;
	/** Claim path of roles, such as `realm_access.roles`. */
	rolesClaim: string;
	groupsClaim: string;
	readerClaims: readonly string[];
	/** Max seconds since the login, for work beyond an editor's. */
	maxAge?: number;
	/** Login classes (`acr`), one of them needed for the same. */
	acrValues?: readonly string[];
	/** Meanings of the issuer's roles; undefined: roles and scopes of the same name. */
	roles?: ReadonlyMap<string, readonly string[]>;
	/** The console's sign-in; undefined: not at the issuer. */
	console?: ConsoleClient;
}

export interface ConsoleClient {
	client: string;
	/** Undefined for a public client. */
	secretFile?: string;
	scopes: string;
}

const defaultRolesClaim = 'roles';

/** Undefined without an issuer. @throws TroupeError INPUT_INVALID */
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
		audiences: listAudiences(audience),
		tenantClaim: readSetting('TROUPE_OIDC_TENANT_CLAIM', environment),
		rolesClaim: readSetting('TROUPE_OIDC_ROLES_CLAIM', environment) ?? defaultRolesClaim,
		groupsClaim: readSetting('TROUPE_OIDC_GROUPS_CLAIM', environment) ?? 'groups',
		readerClaims: readListSetting('TROUPE_OIDC_READER_CLAIMS', environment) ?? [],
		maxAge: readMaxAge(readSetting('TROUPE_OIDC_MAX_AGE', environment)),
		acrValues: readAcrValues(readListSetting('TROUPE_OIDC_ACR_VALUES', environment)),
		roles: readRoles(readSetting('TROUPE_OIDC_ROLES', environment)),
		console: readConsole(environment),
	};
}

function readConsole(environment: Environment): ConsoleClient | undefined {
	const client = readSetting('TROUPE_OIDC_CONSOLE_CLIENT', environment);
	if (client === undefined) return undefined;
	const scopes = new Set(['openid', ...(readSetting('TROUPE_OIDC_CONSOLE_SCOPES', environment)?.split(/[\s,]+/) ?? [])]);
	return { client, secretFile: readSetting('TROUPE_OIDC_CONSOLE_SECRET_FILE', environment), scopes: [...scopes].join(' ') };
}

/** An issuer with RFC 8707 writes the resource into `aud`: a path of the service at the configured address, never that of `Host`. */
function listAudiences(audience: string): string[] {
	const { protocol = '', href = '' } = URL.parse(audience) ?? {};
	return [audience, ...(/^https?:$/.test(protocol) ? protectedPaths.map((path) => `${href.replace(/\/+$/, '')}${path}`) : [])];
}

function readMaxAge(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const seconds = (parseDuration(text) ?? 0) / 1_000;
	if (Number.isInteger(seconds) && seconds > 0) return seconds;
	throw wrong(
		`TROUPE_OIDC_MAX_AGE is ${JSON.stringify(text.slice(0, 80))}`,
		'Write the age of a login as a duration of at least 1s, such as 15m.',
	);
}

/** They go into a header. */
function readAcrValues(values: string[] | undefined): string[] | undefined {
	const odd = values?.find((value) => !/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(value));
	if (odd === undefined) return values?.length ? values : undefined;
	throw wrong(
		`TROUPE_OIDC_ACR_VALUES contains ${JSON.stringify(odd.slice(0, 80))}`,
		'Write values of acr as the issuer does, with commas between them.',
	);
}

/** Format: `staff=viewer, ops=admin, ops=state:backup`, an issuer's name with a role or scope. */
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
