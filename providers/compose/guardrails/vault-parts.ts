import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { readSetting } from '../../../core/base/settings/settings';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { MasterKeys } from '../../state/vault/master-keys';
import type { HostVaultStore } from '../../state/vault/vault-store';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import type { HostKeys } from './changing-keys';
import { findDatabase, findStatePlace } from '../state/state-place';

export async function openVaultKeys(host: VaultHost, stateFolder: string): Promise<VaultKeys> {
	const { keys } = await getVaultParts(host, stateFolder);
	keys.lookSoon();
	return keys;
}

export async function openHashing(host: VaultHost, stateFolder: string): Promise<(tenant: string, id: string) => string[]> {
	const keys = await openVaultKeys(host, stateFolder);
	return (tenant, id) => [keys.pseudonym('subject', tenant, id), keys.pseudonym('conversation', tenant, id)];
}

/** @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function checkVault(host: VaultHost, stateFolder: string): Promise<void> {
	await (await getVaultParts(host, stateFolder)).store.readFingerprint();
}

export async function cleanVault(host: VaultHost, stateFolder: string): Promise<number> {
	return (await getVaultParts(host, stateFolder)).store.clean((host.clock ?? systemClock).now());
}

interface VaultParts {
	store: HostVaultStore;
	keys: HostKeys;
	masterKeys: MasterKeys;
	close(): unknown;
}

/** One connection for each place, state folder and key; it lives as long as the process. */
const opened = new OpenedOnce<VaultParts>();

export function getVaultParts(host: VaultHost, stateFolder: string): Promise<VaultParts> {
	const { vaultKey = readSetting('TROUPE_VAULT_KEY'), clock = systemClock } = host;
	const database = findDatabase(host);
	return opened.get(JSON.stringify([database, stateFolder, vaultKey]), () => openParts(stateFolder, vaultKey, database, clock));
}

async function openParts(
	stateFolder: string,
	configured: string | undefined,
	database: string | undefined,
	clock: Clock,
): Promise<VaultParts> {
	const [{ openVaultStore }, { openMasterKeys }, { openHostKeys }] = await Promise.all([
		import('../../state/vault/vault-store'),
		import('../../state/vault/master-keys'),
		import('./changing-keys'),
	]);
	const at = database ?? findStatePlace({ stateFolder, database: '' })!;
	const store = openVaultStore(at);
	const masterKeys = openMasterKeys(at);
	const close = async () => {
		await store.close();
		await masterKeys.close();
	};
	try {
		const keys = await openHostKeys({ store, masterKeys, place: { stateFolder, isShared: database !== undefined, configured }, clock });
		return { store, keys, masterKeys, close: () => keys.close().then(close) };
	} catch (error) {
		await close();
		throw error;
	}
}
