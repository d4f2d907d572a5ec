import { TroupeError } from '../../../core/base/errors';
import type { ToolHost } from '../host';
import { type Environment, type Setting, settingIs, readToolSecret } from '../../../core/base/settings';

const privateNetworks = 'TROUPE_ALLOW_PRIVATE_NETWORKS';

/**
 * What a process's environment lets tools do: TROUPE_TOOL_SECRET_<NAME>, TROUPE_ALLOW_PRIVATE_NETWORKS and TROUPE_ALLOW_PROGRAMS (`true`).
 * @param wantsPrivateNetworks requested by the caller; decides if the environment does not
 * @throws TroupeError INPUT_INVALID if it is requested and the operator forbids it, for Troupe or for all of n8n
 */
export function toolsFromEnvironment(env?: Environment, wantsPrivateNetworks = false): Omit<ToolHost, 'tools'> {
	const says = (name: Setting, word = 'true') => settingIs(name, word, env);
	if (wantsPrivateNetworks && (says(privateNetworks, 'false') || says('N8N_SSRF_PROTECTION_ENABLED'))) throw forbidden();
	return {
		secrets: (name) => readToolSecret(name, env),
		allowPrivateNetworks: wantsPrivateNetworks || says(privateNetworks),
		allowPrograms: says('TROUPE_ALLOW_PROGRAMS'),
	};
}

function forbidden(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Private networks were requested, but this installation does not allow tools to call them.',
		fix: `Turn the option off, or ask the operator: ${privateNetworks}=false or N8N_SSRF_PROTECTION_ENABLED=true is set in the environment of Troupe.`,
	});
}
