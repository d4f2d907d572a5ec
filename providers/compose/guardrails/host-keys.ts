import { TroupeError } from '../../../core/base/errors';
import { createVaultKeys, type VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { createVaultKey, findVaultKey, removeVaultKey } from '../../state/vault/vault-key';
import type { HostVaultStore } from '../../state/vault/vault-store';

/** Where the keys of a host are for. */
export interface KeyPlace {
	stateFolder: string;
	/** Several machines share the state: each has its own folder, and the same key. */
	isShared: boolean;
	/** TROUPE_VAULT_KEY. */
	configured?: string;
}

/**
 * Reads the key of a host whose state was created with one. Only the first process creates a key: with another one, each person and conversation
 * would have another pseudonym, tokens would stay tokens, and the audit log would have entries that nobody can prove.
 * @throws TroupeError VAULT_UNREADABLE for a host without the key of its state
 */
export async function readHostKeys(store: HostVaultStore, place: KeyPlace): Promise<VaultKeys> {
	const { stateFolder, configured } = place;
	const found = await findVaultKey(stateFolder, configured);
	const claimed = await store.readFingerprint();
	if (found === undefined && claimed !== undefined) throw withoutKey(place);
	const keys = createVaultKeys(found ?? (await createVaultKey(stateFolder)));
	if ((claimed ?? (await store.claim(keys.fingerprint))) === keys.fingerprint) return keys;
	if (found !== undefined) throw withOtherKey(place);
	// Another process was first.
	await removeVaultKey(stateFolder);
	throw withoutKey(place);
}

function withoutKey({ stateFolder, isShared }: KeyPlace): TroupeError {
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: isShared
			? 'This machine has no key of the token vault, and the vault in the shared database was created with the key of another machine.'
			: `The state in ${stateFolder} was created with a key of the token vault that is not here: there is no vault.key, and TROUPE_VAULT_KEY is not set.`,
		fix: isShared
			? `Copy the key of a machine that works with this database: set the same TROUPE_VAULT_KEY here, or copy its file vault.key to ${stateFolder} with permissions for this user only.`
			: `Set the TROUPE_VAULT_KEY that the service of this folder has, or put its vault.key back. ${withoutThatKey}`,
	});
}

function withOtherKey({ stateFolder, isShared, configured }: KeyPlace): TroupeError {
	const where = configured ? 'TROUPE_VAULT_KEY' : `${stateFolder}/vault.key`;
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: isShared
			? `The token vault in the shared database was created with a different key than the one in ${where}.`
			: `The state in ${stateFolder} was created with a different key of the token vault than the one in ${where}.`,
		fix: isShared
			? 'Set the key that all machines of this database have: the same TROUPE_VAULT_KEY, or the file vault.key of a machine that works with it. To use the key of this machine, set TROUPE_DATABASE_URL to another database.'
			: `Set the TROUPE_VAULT_KEY that the service of this folder has, or unset it where its key is the file vault.key. ${withoutThatKey}`,
	});
}

const withoutThatKey = 'If that key is lost, set TROUPE_HOME to another folder: it starts empty, and this one is kept.';
