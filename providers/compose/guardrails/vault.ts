/** Composes a host's token vault for agents, nodes, job types and the command line. */
import { type ConversationVault, vaultWithBook } from '../../../core/guardrails/vault/conversation-vault';
import { createVault } from '../../../core/guardrails/vault/create-vault';
import { openTokenBook } from '../../../core/guardrails/vault/open-vault';
import { lateBook } from '../../../core/guardrails/vault/token-book';
import { nameStored } from '../../../core/memory/conversations/conversation-names';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';
import { readKeptMs } from '../state/host-tenants';
import type { VaultHost } from '../hosts/state-host';
import { getVaultParts } from './vault-parts';

/** Says whose conversation it is; without an agent, that of the host's workflow or process. */
export interface VaultOwner {
	agent?: string;
	/** True for a conversation of all that know its id. */
	isShared?: boolean;
}

interface VaultRequest extends PersonalDataOptions {
	conversationId: string;
	owner?: VaultOwner;
	/** True also restores what any agent, workflow or process masked under this id: for the operator, who has the key. */
	readsAll?: boolean;
	/** The person whose data it is, if known. */
	subjectId?: string;
	/** Whether another person can take part in the conversation, under the key of the first one. */
	allowsOthers?: boolean;
	/** Max number of values in the conversation; default 10,000. */
	maxEntries?: number;
}

/** Composes the vault of a conversation. Reads, writes and creates nothing before the first use. */
export function composeVault(host: VaultHost, { types, locales, owner, readsAll = false, ...whose }: VaultRequest): ConversationVault {
	const { stateFolder, tenant, clock, vaultTtlMs } = host;
	const { name, reads } = nameConversation(whose.conversationId, host, owner);
	if (stateFolder === undefined) return createVault(types, undefined, locales);
	const book = lateBook(async () =>
		openTokenBook({
			...{ ...whose, name, reads: readsAll ? 'all' : reads, ...(await getVaultParts(host, stateFolder)), tenant, clock },
			ttlMs: vaultTtlMs ?? (await readKeptMs(host, 'token')),
		}),
	);
	return vaultWithBook({ types, locales }, book);
}

/**
 * Names the conversation whose tokens are issued, and those whose tokens are restored besides. In n8n, all nodes of a workflow share one. Elsewhere an
 * agent has its own, in whatever process it works, as its memory does; tokens that the process masked before it are restored, too.
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
