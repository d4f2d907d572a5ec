/** A host's token vault, wired together: for agents, nodes, job types and the command line. */
import { join } from 'node:path';
import { type ConversationVault, vaultWithBook } from '../../../core/guardrails/vault/conversation-vault';
import { createVault } from '../../../core/guardrails/vault/create-vault';
import { openTokenBook } from '../../../core/guardrails/vault/open-vault';
import { lateBook } from '../../../core/guardrails/vault/token-book';
import { createVaultKeys, type VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';
import type { Clock, VaultStore } from '../../../core/ports';
import { OpenedOnce } from '../open-once';

/** What of a host its vault depends on. */
export interface VaultHost {
	/** The vault is `vault.db` in it, its key `vault.key`. Without a folder every vault is forgotten with the run. */
	stateFolder?: string;
	/** Default `default`. */
	tenant?: string;
	/** The master key, 32 bytes in base64 or hex. Default TROUPE_VAULT_KEY, else `vault.key`. */
	vaultKey?: string;
	/** How long a token can be restored after its value was last masked, in milliseconds. Default thirty days. */
	vaultTtlMs?: number;
	clock?: Clock;
}

export interface VaultRequest extends PersonalDataOptions {
	conversationId: string;
	/** Whose data it is, where that is known. */
	subjectId?: string;
	/** Values that the conversation may hold; default 10,000. */
	maxEntries?: number;
}

/** The vault of a conversation. Nothing is read, written or made before it is used. */
export function composeVault(host: VaultHost, { types, locales, ...whose }: VaultRequest): ConversationVault {
	const { stateFolder, tenant, clock, vaultTtlMs } = host;
	if (stateFolder === undefined) return createVault(types, undefined, locales);
	const book = lateBook(async () => openTokenBook({ ...whose, ...(await partsOf(host, stateFolder)), tenant, clock, ttlMs: vaultTtlMs }));
	return vaultWithBook({ types, locales }, book);
}

/**
 * Makes every token of a subject unrestorable, or of a conversation that nobody was named for.
 * @param pseudonyms what stands for their ids (see `vaultKeysOf`)
 * @returns how many keys were destroyed
 */
export async function forgetPseudonyms(host: VaultHost & { stateFolder: string }, pseudonyms: string[]): Promise<number> {
	const { store } = await partsOf(host, host.stateFolder);
	let destroyed = 0;
	for (const pseudonym of pseudonyms) destroyed += await store.destroySubject(host.tenant ?? 'default', pseudonym);
	return destroyed;
}

/** What stands for ids, there and in other stores of the host. */
export async function vaultKeysOf(host: VaultHost, stateFolder: string): Promise<VaultKeys> {
	return (await partsOf(host, stateFolder)).keys;
}

interface VaultParts {
	store: VaultStore;
	keys: VaultKeys;
}

/** One connection for each state folder and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<VaultParts>();

function partsOf({ vaultKey = process.env.TROUPE_VAULT_KEY }: VaultHost, stateFolder: string): Promise<VaultParts> {
	return opened.get(JSON.stringify([stateFolder, vaultKey]), () => openParts(stateFolder, vaultKey));
}

async function openParts(stateFolder: string, vaultKey: string | undefined): Promise<VaultParts> {
	const { readVaultKey } = await import('../../files/vault-key');
	const { openVaultStore } = await import('../../sqlite/vault-store');
	const keys = createVaultKeys(await readVaultKey(stateFolder, vaultKey));
	return { store: openVaultStore(join(stateFolder, 'vault.db')), keys };
}
