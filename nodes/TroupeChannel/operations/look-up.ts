import type { IDataObject } from 'n8n-workflow';
import { toIso } from '../../../core/base/iso-time';
import type { AliasClaim } from '../../../core/ports/channels/channel-events';
import { showContact, showConversation } from '../../shared/channels/show';
import { findItemTokens } from '../../shared/item-tokens/item-tokens';
import { listNames } from '../../shared/item-tokens/list-names';
import { noteExecution } from '../../shared/note-execution';
import { type ChannelWork, invalid, requireConversation } from '../open-work';
import { readText } from '../read-text';

const maxMessages = 200;
const maxConversations = 50;

export async function findConversation(work: ChannelWork): Promise<IDataObject> {
	const { context, item, parts, tenant } = work;
	const conversation = await requireConversation(work);
	const tokens = findItemTokens(context);
	const contact = tokens && (await parts.contacts.find(tenant, conversation.contact));
	tokens?.know(item, listNames({ contact: contact && showContact(contact, contact.id), conversation }));
	const limit = Math.min(Number(context.getNodeParameter('messages', item, 20)) || 0, maxMessages);
	const messages = limit > 0 ? await parts.mailbox.readMessages(tenant, conversation.id, limit, conversation.session) : [];
	return {
		...showConversation(conversation),
		contact: conversation.contact,
		modeBy: conversation.modeBy,
		state: (conversation.state ?? null) as IDataObject | null,
		messages: messages.map(({ id, author, writer, at, content, replyTo }) => ({
			id,
			author,
			writer,
			at: toIso(at),
			content: content as unknown as IDataObject[],
			replyTo,
		})),
	};
}

export async function findContact(work: ChannelWork): Promise<IDataObject> {
	const { parts, tenant } = work;
	const contact = await readContact(work);
	if (contact === undefined) return { exists: false, id: null, name: null, aliases: [], conversations: [] };
	await noteExecution(work.context, work.state, { person: contact.id });
	const shown = showContact(contact, contact.id);
	findItemTokens(work.context)?.know(work.item, listNames({ contact: shown }));
	const conversations = await parts.mailbox.list(tenant, { contact: contact.id }, maxConversations);
	return { exists: true, ...shown, conversations: conversations.map(showConversation) };
}

async function readContact(work: ChannelWork) {
	const { context, item, parts, tenant } = work;
	const findBy = readText(context, 'findBy', item);
	if (findBy === 'conversation') return parts.contacts.find(tenant, (await requireConversation(work)).contact);
	const value = readText(context, 'value', item).trim();
	if (value === '') throw invalid('The field "Value" is empty.', 'Enter a contact’s ID, email address, phone number or Telegram ID.');
	return findBy === 'id'
		? parts.contacts.find(tenant, value)
		: parts.contacts.findByAlias(tenant, { kind: findBy as AliasClaim['kind'], value });
}
