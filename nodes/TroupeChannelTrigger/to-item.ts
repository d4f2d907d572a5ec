import type { IDataObject } from 'n8n-workflow';
import { findFacts } from '../../core/conversations/find-facts';
import { describeTurn } from '../../core/conversations/mailbox/describe-turn';
import type { Contacts } from '../../core/ports/channels/contacts';
import type { Mailbox, StoredMessage, Turn } from '../../core/ports/channels/mailbox';
import { showContact, showConversation } from '../shared/channels/show';
import { toTurnKey } from '../shared/channels/turn-key';

interface ItemParts {
	contacts: Pick<Contacts, 'find'>;
	mailbox: Pick<Mailbox, 'readMessages'>;
}

/** Builds the workflow's item of a turn. `chatInput` and `sessionId` are the names that agents of n8n read. */
export async function composeItem({ contacts, mailbox }: ItemParts, turn: Turn, holder: string): Promise<IDataObject> {
	const { id, messages, conversation, attempts } = turn;
	const { tenant } = conversation;
	const contact = await contacts.find(tenant, conversation.contact);
	return {
		chatInput: await describeTurn(mailbox, turn),
		sessionId: conversation.session,
		messages: messages.map(toMessage),
		transcript: readTranscript(messages),
		contact: showContact(contact, conversation.contact),
		conversation: showConversation(conversation),
		facts: findFacts(conversation, turn.hours) as IDataObject,
		origin: conversation.origin ?? null,
		state: conversation.state ?? null,
		turn: { id, attempt: attempts + 1, key: toTurnKey(id, holder) },
	};
}

const toMessage = ({ id, at, content, replyTo, isEdited }: StoredMessage): IDataObject => ({
	...{ id, at: new Date(at).toISOString(), content: content, replyTo, isEdited },
});

/** The texts of audios, or null without any. */
function readTranscript(messages: readonly StoredMessage[]): string | null {
	const parts = messages.flatMap(({ content }) => content);
	const texts = parts.flatMap((part) => (part.kind === 'audio' && part.transcript !== undefined ? [part.transcript] : []));
	return texts.length > 0 ? texts.join('\n') : null;
}
