import type { Host } from '../hosts/host';

/** Grants of the operator apply to a definition of a request only if that is allowed too. */
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
