import { join } from 'node:path';
import type { ForgetfulConversationStates } from '../../state/conversation-states';
import { OpenedOnce } from '../open-once';
import { openVaultKeys } from '../guardrails/vault';
import type { VaultHost } from '../host';

/** One connection for each state folder, tenant and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<ForgetfulConversationStates>();

/** Opens the store of stateful guardrails, `conversation-states.db` in the state folder; undefined without one. */
export async function composeConversationStates(host: VaultHost): Promise<ForgetfulConversationStates | undefined> {
	const { stateFolder, tenant = 'default', clock } = host;
	if (stateFolder === undefined) return undefined;
	const file = join(stateFolder, 'conversation-states.db');
	return opened.get(JSON.stringify([file, tenant, host.vaultKey]), async () => {
		const { openConversationStates } = await import('../../state/conversation-states');
		const pseudonym = async (id: string) => (await openVaultKeys(host, stateFolder)).pseudonym('conversation', tenant, id);
		return openConversationStates(file, { tenant, clock, pseudonym });
	});
}
