import { existsSync } from 'node:fs';
import { openReadOnly } from '../../providers/database/sqlite/open-read-only';
import { type MasterKeyRow, openMasterKeys } from '../../providers/state/vault/master-keys';
import { openVaultStore } from '../../providers/state/vault/vault-store';

/**
 * Gives a state that has no key yet the key of another one, with the secrets that it took over from the keys before it: by these, the hashes of
 * persons are the same in both.
 */
export async function carryMasterKey(from: string, to: string): Promise<void> {
	const found = existsSync(from) ? readKeys(from) : undefined;
	if (found === undefined || found.keys.length === 0) return;
	const [vault, masterKeys] = [openVaultStore(to), openMasterKeys(to)];
	try {
		await vault.claim(found.fingerprint);
		await masterKeys.take(found.keys);
	} finally {
		await masterKeys.close();
		await vault.close();
	}
}

function readKeys(file: string): { fingerprint: string; keys: MasterKeyRow[] } | undefined {
	const state = openReadOnly(file);
	try {
		const tables = state.prepare("SELECT name FROM sqlite_master WHERE name IN ('host_key', 'master_key')").all();
		if (tables.length < 2) return undefined;
		const claimed = state.prepare('SELECT fingerprint FROM host_key').get() as { fingerprint: string } | undefined;
		const keys = state.prepare('SELECT id, state, carried, created_at AS "createdAt", changed_at AS "changedAt" FROM master_key').all();
		return claimed && { ...claimed, keys: keys as unknown as MasterKeyRow[] };
	} finally {
		state.close();
	}
}
