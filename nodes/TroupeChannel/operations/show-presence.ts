import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { OpenChannel } from '../../../core/ports/channels/channel-records';
import { findLastMessage } from '../find-last-message';
import { type ChannelWork, requireChannel, requireConversation } from '../open-work';

export async function markRead(work: ChannelWork): Promise<IDataObject> {
	const conversation = await requireConversation(work);
	const open = await requireChannel(work, conversation);
	if (!open.channel.markRead) throw unable(open, 'mark messages as read');
	const messageId = await findLastMessage(work, conversation);
	await open.channel.markRead(conversation.address, messageId, work.signal);
	return { conversation: conversation.id, messageId };
}

export async function showTyping(work: ChannelWork): Promise<IDataObject> {
	const conversation = await requireConversation(work);
	const open = await requireChannel(work, conversation);
	if (!open.channel.showTyping) throw unable(open, 'show that someone is typing');
	await open.channel.showTyping(conversation.address, work.signal);
	return { conversation: conversation.id };
}

const unable = ({ record: { name, provider } }: OpenChannel, what: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The channel "${name}" (${provider}) cannot ${what}.`,
		fix: 'Remove the node, or set its “On Error” to “Continue”.',
	});
