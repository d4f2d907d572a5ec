import { TroupeError } from '../../../core/base/errors';
import { KeyRing } from '../../../core/guardrails/vault/key-ring';
import { createVaultKeys, readFingerprint } from '../../../core/guardrails/vault/vault-keys';
import type { MasterKeyRow, MasterKeys } from '../../state/vault/master-keys';
import { createVaultKey, findVaultKeys, removeVaultKey } from '../../state/vault/vault-key';
import type { HostVaultStore } from '../../state/vault/vault-store';

export interface KeyPlace {
	stateFolder: string;
	/** Several machines share the state: each has its own folder, and the same key. */
	isShared: boolean;
	/** TROUPE_VAULT_KEY. */
	configured?: string;
}

/**
 * Reads the keys of a host. Only the first process creates a key: another key would change all pseudonyms, strand tokens, and write audit entries
 * that nobody can prove. @throws TroupeError VAULT_UNREADABLE for a host without the key of its state
 */
export async function readHostKeys(store: HostVaultStore, masterKeys: MasterKeys, place: KeyPlace, now: number): Promise<KeyRing> {
	const { stateFolder, configured } = place;
	let found = await findVaultKeys(stateFolder, configured);
	const claimed = await store.readFingerprint();
	const rows = await masterKeys.list();
	if (claimed !== undefined) found ??= await findVaultKeys(stateFolder, configured);
	if (found === undefined && claimed !== undefined) throw withoutKey(place);
	const given = found ?? [await createVaultKey(stateFolder)];
	const ring = new KeyRing(given);
	if (claimed === undefined) {
		const { fingerprint } = createVaultKeys(given[0]!);
		if ((await store.claim(fingerprint)) === fingerprint) {
			await masterKeys.begin(ring.current.id, now);
			return ring;
		}
		if (found !== undefined) throw withOtherKey(place, ring, rows);
		await removeVaultKey(stateFolder);
		throw withoutKey(place);
	}
	if (useKeyOf(ring, rows, claimed)) return ring;
	ring.add((await findVaultKeys(stateFolder, configured)) ?? []);
	const later = await masterKeys.list();
	if (!useKeyOf(ring, later, claimed)) throw withOtherKey(place, ring, later);
	return ring;
}

/** Seals with the key that the state names, or with its first one. @returns false if the ring lacks it */
export function useKeyOf(ring: KeyRing, rows: readonly MasterKeyRow[], claimed: string): boolean {
	const current = rows.find(({ state }) => state === 'current');
	const id = current?.id ?? ring.findBy((secrets) => readFingerprint(secrets) === claimed);
	const superseded = rows.filter(({ state }) => state === 'old' || state === 'retired').map((row) => row.id);
	if (id === undefined || !ring.use(id, superseded)) return false;
	ring.takeSecrets(id, current?.carried ?? null);
	return readFingerprint(ring.secrets) === claimed;
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

export function withOtherKey({ stateFolder, isShared, configured }: KeyPlace, ring: KeyRing, rows: readonly MasterKeyRow[]): TroupeError {
	const where = configured ? 'TROUPE_VAULT_KEY' : `${stateFolder}/vault.key`;
	const current = rows.find(({ state }) => state === 'current');
	const replaced = rows.find(({ id, state }) => state !== 'next' && id !== current?.id && ring.find(id) !== undefined);
	const details = { present: ring.ids, ...(current && { expected: current.id }) };
	if (current && replaced)
		return new TroupeError({
			code: 'VAULT_UNREADABLE',
			message: `The master key ${replaced.id} in ${where} was replaced by the key ${current.id} on ${day(current.changedAt)}.`,
			fix: configured
				? `Set TROUPE_VAULT_KEY to the key ${current.id} and start the process again.`
				: `Copy the vault.key of the machine where the key was replaced to ${stateFolder}, with permissions for this user only. The process goes on without a restart.`,
			details,
		});
	const ids = current ? `: it is sealed under the master key ${current.id}, and ${where} has ${ring.ids.join(' and ')}` : '';
	const ofBackup = current
		? ` In a restored backup, add the key ${current.id}, as a further line of vault.key or after a space in TROUPE_VAULT_KEY, and run \`troupe privacy key rotate\`.`
		: '';
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: isShared
			? `The token vault in the shared database was created with a different key than the one in ${where}${ids}.`
			: `The state in ${stateFolder} was created with a different key of the token vault than the one in ${where}${ids}.`,
		fix: isShared
			? `Set the key that all machines of this database have: the same TROUPE_VAULT_KEY, or the file vault.key of a machine that works with it.${ofBackup} To use the key of this machine, set TROUPE_DATABASE_URL to another database.`
			: `Set the TROUPE_VAULT_KEY that the service of this folder has, or unset it where its key is the file vault.key.${ofBackup} ${withoutThatKey}`,
		details,
	});
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const withoutThatKey = 'If that key is lost, set TROUPE_HOME to another folder: it starts empty, and this one is kept.';
