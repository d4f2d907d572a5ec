/** Opens the store of a host's vault, and its keys. */
import { createVaultKeys, type VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { readSetting } from '../../../core/base/settings/settings';
import { systemClock } from '../../../core/ports/host';
import type { HostVaultStore } from '../../state/vault/vault-store';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findDatabase, findStatePlace } from '../state/state-place';

/** Opens the keys that make pseudonyms of ids, in the vault and in other stores of the host. */
export async function openVaultKeys(host: VaultHost, stateFolder: string): Promise<VaultKeys> {
	return (await getVaultParts(host, stateFolder)).keys;
}

/** Asks the vault of the host, with the host's key. @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function checkVault(host: VaultHost, stateFolder: string): Promise<void> {
	await (await getVaultParts(host, stateFolder)).store.readFingerprint();
}

/** Removes the tokens that have expired, each at the time of its own tenant. @returns their number */
export async function cleanVault(host: VaultHost, stateFolder: string): Promise<number> {
	return (await getVaultParts(host, stateFolder)).store.clean((host.clock ?? systemClock).now());
}

interface VaultParts {
	store: HostVaultStore;
	keys: VaultKeys;
	close(): unknown;
}

/** One connection for each place, state folder and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<VaultParts>();

export function getVaultParts(host: VaultHost, stateFolder: string): Promise<VaultParts> {
	const { vaultKey = readSetting('TROUPE_VAULT_KEY') } = host;
	const database = findDatabase(host);
	return opened.get(JSON.stringify([database, stateFolder, vaultKey]), () => openParts(stateFolder, vaultKey, database));
}

async function openParts(stateFolder: string, vaultKey: string | undefined, database: string | undefined): Promise<VaultParts> {
	const { openVaultStore } = await import('../../state/vault/vault-store');
	if (database !== undefined) {
		const { readSharedKeys } = await import('./shared-keys');
		const store = openVaultStore(database);
		return { store, keys: await readSharedKeys(store, stateFolder, vaultKey), close: () => store.close() };
	}
	const { readVaultKey } = await import('../../state/vault/vault-key');
	const keys = createVaultKeys(await readVaultKey(stateFolder, vaultKey));
	const store = openVaultStore(findStatePlace({ stateFolder, database: '' })!);
	return { store, keys, close: () => store.close() };
}
