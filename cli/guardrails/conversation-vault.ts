import type { ConversationVault } from '../../core/guardrails/vault/conversation-vault';
import { troupeHome } from '../../core/base/home';

/** A script may mask a whole file as one conversation. */
const MOST_ENTRIES = 1_000_000;

/** A conversation's vault in Troupe's home, which every process of this machine finds again. */
export async function conversationVault(conversationId: string, environment: NodeJS.ProcessEnv): Promise<ConversationVault> {
	const { composeVault } = await import('../../providers/compose/guardrails/vault');
	return composeVault(
		{ stateFolder: troupeHome(environment), vaultKey: environment.TROUPE_VAULT_KEY },
		{ conversationId, maxEntries: MOST_ENTRIES },
	);
}
