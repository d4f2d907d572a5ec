import { parseDuration } from '../../core/base/duration';
import { join } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { pinnedTrustFolder } from '../../core/base/home-folders';
import { troupeHome } from '../../core/base/home';
import type { Environment } from '../../core/base/settings/setting-names';
import { readChoice, readSetting, settingIs } from '../../core/base/settings/settings';
import { isToken } from '../../core/base/text/is-token';
import { readEditedFile } from '../../core/base/text/read-edited-file';
import { defaultTenant, tenantPattern } from '../documents/documents';
import { registryUrl } from '../registry-over-http/registry-url';
import { instanceId } from './instance-id';
import type { RootDemand } from '../trust/root/root-demand';
import type { StalePolicy } from '../trust/stale-policy';

export interface TrustSettings {
	home: string;
	pinnedTrust: string;
	trustNamed: boolean;
	tenant: string;
	stalePolicy: StalePolicy;
	requireRoot?: RootDemand;
	/** The name of this instance in rollouts: TROUPE_INSTANCE, else a stored name in `home`. */
	instance: string;
	/** Absent: trust comes from folders alone. */
	registry?: RegistryAddress;
}

export interface RegistryAddress {
	/** Without `/api/v1`, with a trailing slash. */
	url: URL;
	folder: string;
	readToken: () => string | undefined;
	/** Default 300 s. */
	ttlMs?: number;
}

/** @throws TroupeError INPUT_INVALID */
export function trustSettings(env?: Environment): TrustSettings {
	const home = troupeHome(env);
	const url = readSetting('TROUPE_REGISTRY_URL', env);
	const ttl = readSetting('TROUPE_REGISTRY_TTL', env);
	const tenant = parseTenant(readSetting('TROUPE_TENANT', env));
	return {
		home,
		pinnedTrust: pinnedTrustFolder(env),
		trustNamed: readSetting('TROUPE_TRUST', env) !== undefined,
		tenant,
		stalePolicy: readChoice('TROUPE_STALE_POLICY', env) ?? 'deny',
		requireRoot: readChoice('TROUPE_REQUIRE_ROOT', env),
		instance: instanceId(home, env),
		...(url && {
			registry: {
				url: withSlash(registryUrl(url, { clear: settingIs('TROUPE_REGISTRY_INSECURE', 'allow', env) })),
				folder: registryCacheFolder(home, tenant),
				readToken: () => readSetting('TROUPE_REGISTRY_TOKEN', env) ?? readTokenFile(readSetting('TROUPE_REGISTRY_TOKEN_FILE', env)),
				...(ttl && { ttlMs: parseTtl(ttl) }),
			},
		}),
	};
}

const maxTtlMs = 300_000;

export const registryCacheFolder = (home: string, tenant: string): string => join(home, 'registry-cache', tenant);

function withSlash(url: URL): URL {
	url.pathname = url.pathname.replace(/\/*$/, '/');
	return url;
}

function parseTenant(tenant = ''): string {
	if (tenant === '') return defaultTenant;
	if (tenantPattern.test(tenant)) return tenant;
	throw invalid('TROUPE_TENANT is not a valid tenant name', 'Use up to 63 lower-case letters, digits and hyphens, such as `acme`.');
}

/** Polling may be more frequent, never less: a revocation must reach every machine within five minutes. */
function parseTtl(text: string): number {
	const ttl = parseDuration(text);
	if (ttl !== undefined && ttl >= 1_000 && ttl <= maxTtlMs) return ttl;
	throw invalid('TROUPE_REGISTRY_TTL must be a duration from 1s to 5m', 'Unset it for 5m, or set a shorter one, such as 30s.');
}

function readTokenFile(path: string | undefined): string | undefined {
	if (!path) return undefined;
	let token: string;
	try {
		token = readEditedFile(path).trim();
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `TROUPE_REGISTRY_TOKEN_FILE cannot be read: ${getErrorMessage(cause)}`,
			fix: 'Allow the user that runs Troupe to read it.',
			cause,
		});
	}
	if (isToken(token)) return token;
	throw invalid(
		`The file of TROUPE_REGISTRY_TOKEN_FILE, ${path}, holds no access token: expected one line without blanks`,
		'Write the access token of this machine into it (`troupe manifest token issue`).',
	);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
