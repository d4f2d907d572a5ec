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

/** Credentials are stored with the other state, under the vault key. */
export type CredentialHost = VaultHost & { stateFolder: string };

export interface CredentialParts {
	store: CredentialStore;
	keys: VaultKeys;
	credentials: Credentials;
	close(): Promise<void>;
}

const opened = new OpenedOnce<CredentialParts>();

/**
 * The author of a credential chooses its token server and test address, so both can be private. Metadata addresses of clouds are refused
 * nevertheless.
 */
export const sendForCredentials = guardedFetch({ allowPrivateNetworks: true });

/** Foreign addresses lead to private networks only if the operator allows it for tools. */
export const sendToForeign = (environment?: Environment): typeof fetch =>
	guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', environment) });

/** Opens `state.db` in the state folder, or the shared database. */
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

/** Lists the credentials of all tenants, for operators. Reading creates no file. */
export async function listAllCredentials(host: VaultHost): Promise<CredentialRecord[]> {
	const place = findStatePlace(host);
	if (place === undefined || host.stateFolder === undefined || (!isPostgresAddress(place) && !existsSync(place))) return [];
	return (await openCredentials({ ...host, stateFolder: host.stateFolder })).store.list();
}
