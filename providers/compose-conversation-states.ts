import { join } from 'node:path';
import type { Clock, ConversationStateStore } from '../core/ports';

/** What of a host the states of its conversations depend on. */
export interface ConversationStatesHost {
	/** They are `conversation-states.db` in it; without a folder nothing is kept. */
	stateFolder?: string;
	/** Default `default`. */
	tenant?: string;
	clock?: Clock;
}

/** One connection for each state folder and tenant of a process; it lives as long as the process does. */
const opened = new Map<string, Promise<ConversationStateStore>>();

/** Where a host keeps what stateful guardrails know of its conversations. */
export async function composeConversationStates(host: ConversationStatesHost): Promise<ConversationStateStore | undefined> {
	const { stateFolder, tenant = 'default', clock } = host;
	if (stateFolder === undefined) return undefined;
	const file = join(stateFolder, 'conversation-states.db');
	const key = JSON.stringify([file, tenant]);
	let store = opened.get(key);
	if (!store) {
		store = import('./sqlite/conversation-states').then(({ openConversationStates }) => openConversationStates(file, { tenant, clock }));
		opened.set(key, store);
		store.catch(() => opened.delete(key)); // the caller gets the error; the next one tries again
	}
	return store;
}
