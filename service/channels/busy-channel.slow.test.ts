import { fastify } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ChannelMetrics } from '../../core/channels/channel-metrics';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openAccount } from '../../providers/compose/channels/channel-providers';
import { openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { openSwitchStore } from '../../providers/state/switches/switch-store';
import { zApiAccount, zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';
import { channelRoutes } from './channel-routes';

/** More than 32 MB are not kept in memory. */
const requests = 40;
const text = 'x'.repeat(1_000_000);

slowTest(
	'refuses what it cannot keep while the disk does not answer, with a time to come again, and has all that it acknowledged',
	async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-busy-'));
		const stores = openChannelStores(join(folder, 'state.db'), { timeoutMs: 60_000 });
		const switches = openSwitchStore(':memory:');
		const { token, clientToken, instanceId } = zApiAccount;
		const channel = await openAccount('z-api', { settings: { instanceId }, secrets: { token, clientToken } });
		const record: ChannelRecord = {
			...{ tenant: 'default', name: 'sales', provider: 'z-api', settings: {}, credential: 'c', agent: null, message: null, rules: {} },
			...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
		};
		const directory = { find: async () => ({ record, channel, rules: defaultMailboxRules }) };
		const metrics = new ChannelMetrics();
		const service = fastify();
		await channelRoutes(service, { parts: { ...stores, switches, directory }, rate: 1_000, metrics, onFault: () => undefined });
		const url = await service.listen({ host: '127.0.0.1', port: 0 });
		await stores.receipts.list('default', {}, 1); // creates the files
		const other = new DatabaseSync(join(folder, 'state-inbox.db'));
		other.exec('BEGIN IMMEDIATE');
		const answers: Response[] = [];
		const post = async () => {
			const body = JSON.stringify(zApiWebhooks.text(text));
			answers.push(await fetch(`${url}/channels/default/sales`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
		};
		const posting = Promise.all(Array.from({ length: requests }, post));
		await waitUntil('a refusal', () => answers.length > 0);
		expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toContainEqual([503, '5']);
		expect(await answers[0]!.json()).toMatchObject({ code: 'CHANNEL_BUSY', fix: expect.stringContaining('Retry-After') as string });
		other.exec('ROLLBACK');
		await posting;
		const acknowledged = answers.filter(({ status }) => status === 200).length;
		expect(metrics.of({ tenant: 'default', channel: 'sales' }).refused).toBe(requests - acknowledged);
		expect(acknowledged).toBeGreaterThanOrEqual(32);
		expect(answers.filter(({ status }) => status === 503)).toHaveLength(requests - acknowledged);
		expect(await stores.receipts.list('default', {}, requests)).toHaveLength(acknowledged);
		other.close();
		await Promise.all([service.close(), stores.close(), switches.close()]);
		rmSync(folder, { recursive: true });
	},
);
