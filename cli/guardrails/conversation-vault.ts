import type { ConversationVault } from '../../core/guardrails/vault/conversation-vault';
import { readStateHost } from '../host';
import type { Terminal } from '../terminal/terminal';

/** A script can mask a whole file as one conversation. */
const maxEntries = 1_000_000;

export async function openConversationVault(conversationId: string, terminal: Terminal): Promise<ConversationVault> {
	const { composeVault } = await import('../../providers/compose/guardrails/vault');
	return composeVault(readStateHost(terminal), { conversationId, maxEntries, readsAll: true });
}
