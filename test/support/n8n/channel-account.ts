import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { keepChannel } from '../../../providers/compose/channels/keep-channel';
import { openChannels } from '../../../providers/compose/channels/open-channels';

/** An account of the stand-in of Z-API. */
export interface ZApiTestAccount {
	baseUrl: string;
	instanceId: string;
	token: string;
	clientToken: string;
}

/** The fields of another provider can still be filled in. */
export const zApiCredential = (account: ZApiTestAccount) => ({ provider: 'z-api', ...account, accountId: '7' });

export const customer = '5544988887777';

/** A channel with a conversation in which a customer wrote, stored in a folder. @returns the ids of the conversation and of its contact */
export async function openConversation(stateFolder: string, account: ZApiTestAccount, tenant = 'default', name = 'Maria') {
	const host = { stateFolder, tenant };
	const { instanceId, baseUrl, ...secrets } = account;
	const settings = { instanceId, baseUrl };
	await keepChannel(host, { name: 'sales', provider: 'z-api', settings, secrets, rules: {}, allowedNetworks: [], owner: 'n8n-w1-n1' });
	const parts = await openChannels(host);
	const event: ChannelEvent = {
		...{ kind: 'message', key: 'm1', id: 'm1', address: customer, at: Date.now(), author: 'contact', name },
		...{ contact: [{ kind: 'phone', value: customer, proof: 'provider' }], content: [{ kind: 'text', text: 'Hello' }] },
	};
	const applied = await parts.mailbox.apply(event, { tenant, channel: 'sales', receipt: null }, { ...defaultMailboxRules, quietMs: 0 });
	if (applied.kind !== 'message') throw new Error(applied.kind);
	return { parts, conversation: applied.conversation, contact: applied.contact };
}
