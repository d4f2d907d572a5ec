import type { IDataObject } from 'n8n-workflow';
import { findFacts } from '../../core/conversations/find-facts';
import { describeBurst } from '../../core/conversations/mailbox/describe-burst';
import { describeMissed } from '../../core/conversations/mailbox/describe-missed';
import type { Contacts, Mailbox, StoredMessage, Turn } from '../../core/ports';
import { showContact, showConversation } from '../shared/channels/show';
import { toTurnKey } from '../shared/channels/turn-key';

interface ItemParts {
	contacts: Pick<Contacts, 'find'>;
	mailbox: Pick<Mailbox, 'readMessages'>;
}

/** As many as an agent needs of what people wrote while it was silent. */
const maxMissed = 50;

/** What the workflow gets of a turn. `chatInput` and `sessionId` are the names that agents of n8n read. */
export async function composeItem({ contacts, mailbox }: ItemParts, turn: Turn, holder: string): Promise<IDataObject> {
	const { id, messages, conversation, attempts } = turn;
	const { tenant } = conversation;
	const contact = await contacts.find(tenant, conversation.contact);
	const recent = await mailbox.readMessages(tenant, conversation.id, maxMissed, conversation.session);
	const missed = describeMissed(recent, new Set(messages.map(({ number }) => number)));
	return {
		chatInput: [...(missed === undefined ? [] : [missed]), describeBurst(messages)].join('\n'),
		sessionId: conversation.session,
		messages: messages.map(toMessage),
		transcript: readTranscript(messages),
		contact: showContact(contact, conversation.contact),
		conversation: showConversation(conversation),
		facts: findFacts(conversation) as IDataObject,
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
