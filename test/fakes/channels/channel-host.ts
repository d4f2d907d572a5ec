import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealCredential } from '../../../core/credentials/credential-sealing';
import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { Clock } from '../../../core/ports/host';
import type { WorkerHost } from '../../../engine-adapter/workers/task-worker';
import { openChannels, type OpenChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { openGate } from '../permissive-gate';
import { chatwootAccount } from '../../../sandbox/fakes/channels/chatwoot-server';
import { zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';

/** A host with a folder of its own, in which the number "sales" of Z-API has a conversation with 5544988887777. */
export interface ChannelHost {
	host: WorkerHost & { stateFolder: string; clock?: Clock };
	channels: OpenChannels;
	/** The id of the conversation. */
	conversation: string;
	/** Changes "sales". */
	change(changes: Partial<ChannelRecord>): Promise<void>;
	/** Adds the inbox "people" of Chatwoot. */
	addDesk(url: string): Promise<void>;
	remove(): Promise<void>;
}

export async function createChannelHost(clock?: Clock): Promise<ChannelHost> {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-channel-host-'));
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder, ...(clock && { clock }) };
	const channels = await openChannels(host);
	const { token, clientToken, instanceId } = zApiAccount;
	const sales: ChannelRecord = {
		...{ tenant: 'default', name: 'sales', provider: 'z-api', settings: { instanceId }, credential: 'whatsapp' },
		...{ agent: null, message: 'customer-wrote', rules: {}, state: 'active', allowedNetworks: [], pathSecretHash: 'f'.repeat(64) },
		...{ createdAt: 1, changedAt: 1, changedBy: 'user:test' },
	};
	const change = async (changes: Partial<ChannelRecord>) => void (await channels.channels.put({ ...sales, ...changes }, true));
	await addCredential(host, { name: 'whatsapp', type: 'zApi', secrets: { token, clientToken } });
	await change({});
	return {
		...{ host, channels, change, conversation: await openConversation(channels) },
		async addDesk(url) {
			const { accountId, inboxId, accessToken, webhookSecret } = chatwootAccount;
			await addCredential(host, { name: 'desk', type: 'chatwoot', secrets: { accessToken, webhookSecret } });
			await change({
				name: 'people',
				provider: 'chatwoot',
				settings: { accountId, inboxId, baseUrl: url },
				credential: 'desk',
				message: null,
				pathSecretHash: null,
			});
		},
		async remove() {
			await channels.close();
			rmSync(stateFolder, { recursive: true });
		},
	};
}

/** Adds a credential, or replaces that of its name. */
export async function addCredential(
	host: ChannelHost['host'],
	{ name, type, secrets }: { name: string; type: string; secrets: Record<string, string> },
): Promise<void> {
	const { store, keys } = await openCredentials(host);
	const identity = { tenant: 'default', name, type };
	const sealed = await sealCredential(keys, identity, secrets);
	const dates = { createdAt: 1, changedAt: 1, changedBy: 'user:test', tokenEndsAt: null, endsAt: null, checkedAt: null };
	await store.put({ ...identity, provider: null, testUrl: null, revision: 0, ...dates, problem: null, ...sealed }, true);
}

async function openConversation({ mailbox }: OpenChannels): Promise<string> {
	const event: ChannelEvent = {
		...{ kind: 'message', key: 'm1', id: 'm1', address: '5544988887777', at: Date.now(), author: 'contact', name: 'Maria' },
		...{ contact: [{ kind: 'phone', value: '5544988887777', proof: 'provider' }], content: [{ kind: 'text', text: 'Hello' }] },
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	if (applied.kind !== 'message') throw new Error(applied.kind);
	return applied.conversation;
}
