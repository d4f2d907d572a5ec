import type { ConversationTurn, MemoryStore } from '../../ports/memory';
import { unbindConversation } from './caller-conversations';
import { type ConversationOwner, holderOf, nameStored } from './conversation-names';

interface ToAdd {
	conversation: string;
	owner?: ConversationOwner;
	turn: ConversationTurn;
	person?: string;
}

export async function addTurn({ conversation, owner, turn, person }: ToAdd, store: MemoryStore): Promise<void> {
	const name = nameStored(conversation, owner);
	if (owner) await store.nameConversation(name, holderOf(conversation));
	const id = unbindConversation(conversation);
	// The caller's own conversation, with what other stores have of it.
	if (id !== conversation) for (const each of [name, nameStored(conversation)]) await store.nameConversation(each, holderOf(id));
	await store.addTurns(name, [turn], person);
}
