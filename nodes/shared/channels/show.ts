import type { IDataObject } from 'n8n-workflow';
import type { Contact, Conversation } from '../../../core/ports';

/** What workflows see of a conversation. */
export function showConversation({ id, channel, address, session, mode, modeUntil, labels, lastMessageAt }: Conversation): IDataObject {
	return { id, channel, address, session, mode, modeUntil: toIso(modeUntil), labels, lastMessageAt: toIso(lastMessageAt) };
}

/** What workflows see of a contact. @param id of one that was forgotten meanwhile */
export function showContact(contact: Contact | undefined, id: string): IDataObject {
	return {
		id,
		name: contact?.name ?? null,
		aliases: (contact?.aliases ?? []).map(({ kind, value, proof }) => ({ kind, value, proof })),
	};
}

export const toIso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
