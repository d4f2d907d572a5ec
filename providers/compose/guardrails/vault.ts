import { type ConversationVault, vaultWithBook } from '../../../core/guardrails/vault/conversation-vault';
import { createVault } from '../../../core/guardrails/vault/create-vault';
import { openTokenBook } from '../../../core/guardrails/vault/open-vault';
import { lateBook } from '../../../core/guardrails/vault/token-book';
import { nameStored } from '../../../core/memory/conversations/conversation-names';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';
import { readKeptMs } from '../state/host-tenants';
import type { VaultHost } from '../hosts/state-host';
import { getVaultParts } from './vault-parts';

/** Owner of the conversation; without an agent, the host's workflow or process. */
export interface VaultOwner {
	agent?: string;
	/** True for a conversation of all who know its id. */
	isShared?: boolean;
}

interface VaultRequest extends PersonalDataOptions {
	conversationId: string;
	owner?: VaultOwner;
	/** True restores tokens of any agent, workflow or process under this id: for the operator, who has the key. */
	readsAll?: boolean;
	subjectId?: string;
	/** Allows another person in the conversation, under the key of the first one. */
	allowsOthers?: boolean;
	/** Max values in the conversation. Default: 10,000. */
	maxEntries?: number;
}

export function composeVault(host: VaultHost, { types, locales, owner, readsAll = false, ...whose }: VaultRequest): ConversationVault {
	const { stateFolder, tenant, clock, vaultTtlMs } = host;
	const { name, reads } = nameConversation(whose.conversationId, host, owner);
	if (stateFolder === undefined) return createVault(types, undefined, locales);
	const book = lateBook(async () =>
		openTokenBook({
			...whose,
			name,
			reads: readsAll ? 'all' : reads,
			...(await getVaultParts(host, stateFolder)),
			tenant,
			clock,
			ttlMs: vaultTtlMs ?? (await readKeptMs(host, 'token')),
		}),
	);
	return vaultWithBook({ types, locales }, book);
}

/**
 * Names the conversation that issues tokens, and others whose tokens are restored. In n8n, all nodes of a workflow share one. Elsewhere an agent has
 * its own in every process, like its memory; tokens masked earlier by the process are restored too.
 */
function nameConversation(
	id: string,
	{ workflow, process }: Pick<VaultHost, 'workflow' | 'process'>,
	{ agent, isShared = false }: VaultOwner = {},
): { name: string; reads: string[] } {
	const shared = nameStored(id);
	const ofPlace = nameStored(id, workflow === undefined ? { process } : { workflow });
	const own = workflow === undefined && agent !== undefined ? nameStored(id, { agent }) : ofPlace;
	return { name: isShared ? shared : own, reads: [ofPlace, shared] };
}
