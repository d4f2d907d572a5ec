import type { Host } from '../hosts/host';

/** Nothing that the operator allows the agents of this host is allowed for a definition that came with the request, unless that is allowed too. */
export function withInlineGrants(host: Host): Host {
	const nothing = {
		secrets: undefined,
		allowPrivateNetworks: undefined,
		allowPrograms: undefined,
		allowCredentials: undefined,
		allowEffects: false,
	};
	return { ...host, ...nothing, nodeGate: undefined, ...host.inline };
}
