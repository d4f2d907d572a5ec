import type { Conversation } from '../../core/ports/channels/mailbox';
import { type ChannelWork, invalid } from './open-work';
import { readText } from './read-text';

const lookedAt = 50;

/** Returns the provider's id of the field's message, else of the customer's last one. @throws TroupeError INPUT_INVALID without any */
export async function findLastMessage({ context, item, parts, tenant }: ChannelWork, { id }: Conversation): Promise<string> {
	const named = readText(context, 'messageId', item).trim();
	if (named !== '') return named;
	const messages = await parts.mailbox.readMessages(tenant, id, lookedAt);
	const last = messages.findLast(({ author }) => author === 'contact');
	if (last) return last.id;
	throw invalid('The customer has written no message in this conversation.', 'Fill in the field "Message ID".');
}
