import type { MessageContent } from '../../../core/ports/channels/message-content';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { OperationHost } from '../../../service/operations/operation';

/** A message of somebody, by phone, in the channel `sales`. */
export async function hearPerson(
	phone: string,
	content: MessageContent[],
	host: OperationHost,
	name: string | null = null,
): Promise<{ contact: string; conversation: string }> {
	const { mailbox } = await openChannels(host);
	const key = `${phone} ${JSON.stringify(content).length} ${Math.random()}`;
	const applied = await mailbox.apply(
		{
			...{ kind: 'message', key, id: key, address: phone, at: Date.now(), author: 'contact', name, content },
			contact: [{ kind: 'phone', value: phone, proof: 'provider' }],
		} as never,
		{ tenant: host.tenant, channel: 'sales', receipt: null },
		{ ...defaultMailboxRules, quietMs: 0, maxQuietMs: 0 },
	);
	if (applied.kind !== 'message') throw new Error(applied.kind);
	return { contact: applied.contact, conversation: applied.conversation };
}
