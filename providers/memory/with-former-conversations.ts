import type { MemoryStore } from '../../core/ports';
import type { FormerConversations } from '../state/conversations/former-conversations';

/**
 * Takes over each conversation of an earlier version when it is read or continues. An interrupted takeover is repeated: a turn that
 * exists is not added twice.
 */
export function withFormerConversations(store: MemoryStore, former: FormerConversations): MemoryStore {
	const takeOver = async (conversation: string): Promise<void> => {
		const turns = await former.turns(conversation);
		if (turns.length === 0) return;
		await store.addTurns(conversation, turns);
		await former.remove(conversation);
	};
	return {
		...store,
		async conversation(conversation, turns) {
			await takeOver(conversation);
			return store.conversation(conversation, turns);
		},
		async addTurns(conversation, turns, person) {
			await takeOver(conversation);
			await store.addTurns(conversation, turns, person);
		},
		async forgetConversation(conversation) {
			await takeOver(conversation);
			return store.forgetConversation(conversation);
		},
		async close() {
			await former.close();
			await store.close();
		},
	};
}
