import type { IDataObject } from 'n8n-workflow';
import { toIso } from '../../../core/base/iso-time';
import type { Contact } from '../../../core/ports/channels/contacts';
import type { Conversation } from '../../../core/ports/channels/mailbox';

export function showConversation({ id, channel, address, session, mode, modeUntil, labels, lastMessageAt }: Conversation): IDataObject {
	return { id, channel, address, session, mode, modeUntil: toIso(modeUntil), labels, lastMessageAt: toIso(lastMessageAt) };
}

/**
 * Shows a contact to workflows.
 * @param id of one that was forgotten meanwhile
 */
export function showContact(contact: Contact | undefined, id: string): IDataObject {
	const aliases = contact?.aliases ?? [];
	return {
		id,
		name: contact?.name ?? null,
		// One that people typed proves nothing.
		phone: aliases.find(({ kind, proof }) => kind === 'phone' && proof === 'provider')?.value ?? null,
		aliases: aliases.map(({ kind, value, proof }) => ({ kind, value, proof })),
	};
}
