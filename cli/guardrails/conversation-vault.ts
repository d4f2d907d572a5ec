import type { ConversationVault } from '../../core/guardrails/vault/conversation-vault';
import { troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings';

/** A script can mask a whole file as one conversation. */
const maxEntries = 1_000_000;

/** Opens the vault of a conversation in Troupe's home, which all processes of this machine share. */
export async function openConversationVault(conversationId: string, environment: NodeJS.ProcessEnv): Promise<ConversationVault> {
	const { composeVault } = await import('../../providers/compose/guardrails/vault');
	return composeVault(
		{ stateFolder: troupeHome(environment), vaultKey: readSetting('TROUPE_VAULT_KEY', environment) },
		{ conversationId, maxEntries: maxEntries },
	);
}
