/** Composes a host's credentials for jobs, tools and the command line. */
import type { Environment } from '../../../core/base/settings/setting-names';
import { settingIs } from '../../../core/base/settings/settings';
import { existsSync } from 'node:fs';
import { credentialNotFound, KeptCredentials } from '../../../core/credentials/kept-credentials';
import type { CredentialRecord, Credentials, CredentialStore } from '../../../core/ports/access/credentials';
import { systemClock } from '../../../core/ports/host';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { isPostgresAddress } from '../../database/database-place';
import { createTokenServer } from '../../credentials/oauth/renew-tokens';
import { guardedFetch } from '../../http/guarded-fetch';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';
import { auditKeysOf } from '../state/host-audit';

/** What opens a host's credentials: they are stored next to its other state, under the key of its vault. */
export type CredentialHost = VaultHost & { stateFolder: string };

export interface CredentialParts {
	store: CredentialStore;
	keys: VaultKeys;
	credentials: Credentials;
	close(): Promise<void>;
}

/** One store for each place and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<CredentialParts>();

/**
 * Whoever adds a credential chooses its token server and its test address, so both can be in a private network. Metadata addresses of clouds are
 * refused nevertheless.
 */
export const sendForCredentials = guardedFetch({ allowPrivateNetworks: true });

/** Addresses that a foreign server or a caller named lead to private networks only if the operator allows tools to call these. */
export const sendToForeign = (environment?: Environment): typeof fetch =>
	guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', environment) });

/** Opens the credentials of a host: `state.db` in its state folder, or the database that all machines share. */
export function openCredentials(host: CredentialHost): Promise<CredentialParts> {
	const { stateFolder, clock = systemClock } = host;
	const place = findStatePlace(host)!;
	return opened.get(JSON.stringify([place, stateFolder, host.vaultKey]), async () => {
		const [{ openCredentialStore }, keys] = await Promise.all([
			import('../../state/credentials/credential-store'),
			openVaultKeys(host, stateFolder),
		]);
		const store = openCredentialStore(place, { clock, openAudit: auditKeysOf(host) });
		const credentials = new KeptCredentials({ store, keys, clock, tokens: createTokenServer(sendForCredentials, sendToForeign()) });
		return { store, keys, credentials, close: () => store.close() };
	});
}

/** Returns the credentials of a host, which are opened with the first use. A host without state has none. */
export function composeCredentials(host: VaultHost): Credentials {
	const open = async (name: string, tenant: string) => {
		if (host.stateFolder === undefined) throw credentialNotFound(name, tenant);
		return (await openCredentials({ ...host, stateFolder: host.stateFolder })).credentials;
	};
	return {
		resolve: async (name, tenant, signal) => (await open(name, tenant)).resolve(name, tenant, signal),
		renew: async (refused, tenant, signal) => (await open(refused.name, tenant)).renew(refused, tenant, signal),
		writeBack: async (changed, tenant) => (await open(changed.name, tenant)).writeBack(changed, tenant),
	};
}

/** Lists the credentials of all tenants: an operator's view. Reading creates no file. */
export async function listAllCredentials(host: VaultHost): Promise<CredentialRecord[]> {
	const place = findStatePlace(host);
	if (place === undefined || host.stateFolder === undefined || (!isPostgresAddress(place) && !existsSync(place))) return [];
	return (await openCredentials({ ...host, stateFolder: host.stateFolder })).store.list();
}
