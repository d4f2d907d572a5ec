import { join } from 'node:path';
import type { ConversationStateStore } from '../../core/ports';
import { type VaultHost, vaultKeysOf } from './vault';

/** One connection for each state folder, tenant and key of a process; it lives as long as the process does. */
const opened = new Map<string, Promise<ConversationStateStore>>();

/** Where a host keeps what stateful guardrails know of its conversations: `conversation-states.db` in the state folder; without one nothing is kept. */
export async function composeConversationStates(host: VaultHost): Promise<ConversationStateStore | undefined> {
	const { stateFolder, tenant = 'default', clock } = host;
	if (stateFolder === undefined) return undefined;
	const file = join(stateFolder, 'conversation-states.db');
	const key = JSON.stringify([file, tenant, host.vaultKey]);
	let store = opened.get(key);
	if (!store) {
		const pseudonym = async (id: string) => (await vaultKeysOf(host, stateFolder)).pseudonym('conversation', tenant, id);
		store = import('../sqlite/conversation-states').then(({ openConversationStates }) =>
			openConversationStates(file, { tenant, clock, pseudonym }),
		);
		opened.set(key, store);
		store.catch(() => opened.delete(key)); // the caller gets the error; the next one tries again
	}
	return store;
}
