import { type ConversationVault, vaultWithBook } from '../../../core/guardrails/vault/conversation-vault';
import { createVault } from '../../../core/guardrails/vault/create-vault';
import { openTokenBook } from '../../../core/guardrails/vault/open-vault';
import { lateBook } from '../../../core/guardrails/vault/token-book';
import { nameStored } from '../../../core/memory/conversations/conversation-names';
import type { VaultHost } from '../hosts/state-host';
import { readKeptMs } from '../state/host-tenants';
import { getVaultParts } from './vault-parts';

interface ItemVaultRequest {
	id: string;
	/** The data subject, if known. */
	person?: string;
}

/** Composes the vault of a conversation in n8n. It shares no token with vaults of agents: neither can restore values of the other. */
export function composeItemVault(host: VaultHost, { id, person }: ItemVaultRequest): ConversationVault {
	const { stateFolder, tenant, clock, vaultTtlMs } = host;
	if (stateFolder === undefined) return createVault(undefined, undefined, undefined, true);
	const book = lateBook(async () =>
		openTokenBook({
			conversationId: id,
			name: nameStored(id, { store: 'n8n' }),
			subjectId: person,
			allowsOthers: true,
			joinsSpellings: true,
			...(await getVaultParts(host, stateFolder)),
			tenant,
			clock,
			ttlMs: vaultTtlMs ?? (await readKeptMs(host, 'token')),
		}),
	);
	return vaultWithBook({}, book);
}
