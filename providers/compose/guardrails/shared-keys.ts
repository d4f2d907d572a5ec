import { TroupeError } from '../../../core/base/errors';
import { createVaultKeys, type VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { createVaultKey, findVaultKey, removeVaultKey } from '../../state/vault/vault-key';
import type { HostVaultStore } from '../../state/vault/vault-store';

/**
 * Reads the key of this machine for a vault that several machines share, which all have the same key. Only the first machine of a database
 * creates one: with a key of its own, each person and conversation would have another pseudonym, and tokens would stay tokens.
 * @throws TroupeError VAULT_UNREADABLE for a machine without the key of the database
 */
export async function readSharedKeys(store: HostVaultStore, stateFolder: string, configured?: string): Promise<VaultKeys> {
	const found = await findVaultKey(stateFolder, configured);
	if (found === undefined && (await store.readFingerprint()) !== undefined) throw withoutKey(stateFolder);
	const keys = createVaultKeys(found ?? (await createVaultKey(stateFolder)));
	if ((await store.claim(keys.fingerprint)) === keys.fingerprint) return keys;
	if (found !== undefined) throw withOtherKey(configured ? 'TROUPE_VAULT_KEY' : `${stateFolder}/vault.key`);
	// Another machine was first.
	await removeVaultKey(stateFolder);
	throw withoutKey(stateFolder);
}

const copyKey = (stateFolder: string) =>
	`Copy the key of a machine that works with this database: set the same TROUPE_VAULT_KEY here, or copy its file vault.key to ${stateFolder} with permissions for this user only.`;

function withoutKey(stateFolder: string): TroupeError {
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message:
			'This machine has no key of the token vault, and the vault in the shared database was created with the key of another machine.',
		fix: copyKey(stateFolder),
	});
}

function withOtherKey(where: string): TroupeError {
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `The token vault in the shared database was created with a different key than the one in ${where}.`,
		fix: 'Set the key that all machines of this database have: the same TROUPE_VAULT_KEY, or the file vault.key of a machine that works with it. To use the key of this machine, set TROUPE_DATABASE_URL to another database.',
	});
}
