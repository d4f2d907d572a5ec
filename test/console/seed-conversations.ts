/** A day of conversations in a service, as channels, agents and people leave it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageEvent } from '../../core/ports/channels/channel-events';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openRuns } from '../../providers/compose/state/host-runs';
import { addCredential } from '../fakes/channels/channel-host';
import { zApiAccount } from '../../sandbox/fakes/channels/z-api-server';
import { seller } from '../support/channels/settings-service';
import type { openConsole } from './open-console';

export const sales: ChannelRecord = {
	...{ tenant: 'default', name: 'sales', provider: 'z-api', settings: { instanceId: zApiAccount.instanceId }, credential: 'whatsapp' },
	...{ agent: 'seller', message: null, rules: {}, state: 'active', allowedNetworks: [], pathSecretHash: 'f'.repeat(64) },
	...{ createdAt: 1, changedAt: 1, changedBy: 'user:test' },
};
const minuteMs = 60_000;

export async function seedConversations({ host }: Pick<Awaited<ReturnType<typeof openConsole>>, 'host'>) {
	const { token, clientToken } = zApiAccount;
	await addCredential(host, { name: 'whatsapp', type: 'zApi', secrets: { token, clientToken } });
	await addCredential(host, { name: 'meta', type: 'whatsappCloud', secrets: { accessToken: 't', appSecret: 's', verifyToken: 'v' } });
	const { channels, mailbox, handOvers, outbox } = await openChannels(host);
	writeFileSync(join(host.agentFolders[0]!, 'seller.json'), JSON.stringify(seller));
	await channels.put(sales, true);
	const cloud = { provider: 'whatsapp-cloud', settings: { phoneNumberId: '1' }, credential: 'meta' };
	await channels.put({ ...sales, ...cloud, name: 'official' }, true);
	let last = 0;
	async function write(phone: string, text: string, minutesAgo: number, changes: Partial<MessageEvent> & { channel?: string } = {}) {
		const at = Date.now() - minutesAgo * minuteMs;
		const key = `m${(last += 1)}`;
		const { channel = 'sales', ...more } = changes;
		const event: MessageEvent = {
			...{ kind: 'message', key, id: key, address: phone, at, author: 'contact', name: 'Maria Souza' },
			...{ contact: [{ kind: 'phone', value: phone, proof: 'provider' }], content: [{ kind: 'text', text }], ...more },
		};
		const applied = await mailbox.apply(event, { tenant: 'default', channel, receipt: null, receivedAt: at }, defaultMailboxRules);
		return 'conversation' in applied ? applied.conversation! : '';
	}
	const handOver = (conversation: string, reason: string, summary: Record<string, string> = {}) =>
		handOvers.begin('default', conversation, {
			...{ key: `h ${conversation}`, reason, summary, language: 'en', by: 'agent', lastWords: [], pauseMs: null },
			settings: defaultHandOverSettings,
		});
	async function run(runId: string, conversation: string, changes: object = {}) {
		const runs = await openRuns(host, host.stateFolder);
		const { session } = (await mailbox.find('default', conversation))!;
		const agent = { id: 'seller', version: '1.0.0', sha256: 'a'.repeat(64) };
		await runs.begin({ runId, agent, host: 'channel', conversationId: session, withinMs: minuteMs });
		const usage = { durationMs: 900, costUsd: 0.02, inputTokens: 9, outputTokens: 9, modelCalls: 1, toolCalls: 0, model: 'openai:m' };
		const ended = { state: 'completed' as const, outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], usage };
		await runs.end(runId, { ...ended, ...changes });
	}
	return { write, handOver, run, channels, mailbox, outbox, handOvers };
}
