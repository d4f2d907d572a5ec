import type { IDataObject } from 'n8n-workflow';
import { describeBurst } from '../../core/conversations/mailbox/describe-burst';
import type { Contact, StoredMessage, Turn } from '../../core/ports';
import { showContact, showConversation } from '../shared/channels/show';
import { toTurnKey } from '../shared/channels/turn-key';

/** What the workflow gets of a turn. `chatInput` and `sessionId` are the names that agents of n8n read. */
export function toItem(turn: Turn, contact: Contact | undefined, holder: string): IDataObject {
	const { id, messages, conversation, attempts } = turn;
	return {
		chatInput: describeBurst(messages),
		sessionId: conversation.session,
		messages: messages.map(toMessage),
		transcript: readTranscript(messages),
		contact: showContact(contact, conversation.contact),
		conversation: showConversation(conversation),
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
