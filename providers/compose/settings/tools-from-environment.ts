import { isAbsolute } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { type Environment, type Setting, toolSecretPrefix, toolSecretServersSuffix } from '../../../core/base/settings/setting-names';
import { readSetting, readToolSecret, settingIs } from '../../../core/base/settings/settings';
import { readTenant } from '../../../core/base/tenant';
import { mayGoTo, wrongServer } from '../../../core/tools/secret-servers';
import { readToolServers } from './tool-servers';
import type { ToolGrants, ToolHost } from '../hosts/tool-host';

const privateNetworks = 'TROUPE_ALLOW_PRIVATE_NETWORKS';

/**
 * Reads TROUPE_TOOL_SECRET_<NAME>, TROUPE_ALLOW_PRIVATE_NETWORKS, TROUPE_ALLOW_PROGRAMS and TROUPE_TOOL_SERVERS. Definitions of a request get them
 * only with TROUPE_ALLOW_INLINE_AGENTS, and then only secrets that name their servers. @param wantsPrivateNetworks requested by the caller, for any
 * definition; decides if the environment does not @throws TroupeError INPUT_INVALID if it is requested and the operator forbids it, for Troupe or for
 * all of n8n
 */
export function toolsFromEnvironment(
	env?: Environment,
	wantsPrivateNetworks = false,
): ToolGrants & Required<Pick<ToolHost, 'secrets' | 'inline'>> {
	const says = (name: Setting, word = 'true') => settingIs(name, word, env);
	if (wantsPrivateNetworks && (says(privateNetworks, 'false') || says('N8N_SSRF_PROTECTION_ENABLED'))) throw forbidden();
	const servers = readToolServers(env);
	const own = readTenant(env);
	const boundSecrets = (name: string, server?: string, tenant = own) =>
		readSecretFor(server, name, env, { mustBeBound: true, tenant, own });
	const grants = {
		secrets: (name: string, server?: string, tenant = own) => readSecretFor(server, name, env, { tenant, own }),
		boundSecrets,
		allowPrivateNetworks: wantsPrivateNetworks || says(privateNetworks),
		allowPrograms: readPrograms(env),
		...(servers && { toolServers: servers }),
		allowCredentials: true,
		allowEffects: true,
	};
	if (!says('TROUPE_ALLOW_INLINE_AGENTS')) return { ...grants, inline: { allowPrivateNetworks: wantsPrivateNetworks } };
	return { ...grants, inline: { ...grants, secrets: boundSecrets } };
}

export function readPrograms(env?: Environment): boolean | string {
	const value = readSetting('TROUPE_ALLOW_PROGRAMS', env);
	return value !== undefined && isAbsolute(value) ? value : settingIs('TROUPE_ALLOW_PROGRAMS', 'true', env);
}

interface SecretUse {
	mustBeBound?: boolean;
	tenant: string;
	own: string;
}

/** Other tenants do not learn that the secret exists. @throws TroupeError TOOL_INVALID if the secret is for other servers */
function readSecretFor(server: string | undefined, name: string, env: Environment | undefined, use: SecretUse): string | undefined {
	const { mustBeBound = false, tenant, own } = use;
	const secret = readToolSecret(name, env);
	if (!secret || !(secret.tenants.length === 0 ? [own] : secret.tenants).some((one) => one === '*' || one === tenant)) return undefined;
	const list = `${toolSecretPrefix}${name}${toolSecretServersSuffix}`;
	if (mustBeBound && secret.servers.length === 0) throw unbound(name, list);
	if (mayGoTo(secret.servers, server)) return secret.value;
	throw wrongServer(name, server, list);
}

function unbound(name: string, list: string): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The secret ${name} does not name its servers, so a definition that came with the request, or a process, does not get it.`,
		fix: `Set ${list} to the servers that it can be sent to, separated by commas.`,
		details: { secret: name },
	});
}

function forbidden(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Private networks were requested, but this installation does not allow tools to call them.',
		fix: `Turn the option off, or ask the operator: ${privateNetworks}=false or N8N_SSRF_PROTECTION_ENABLED=true is set in the environment of Troupe.`,
	});
}
