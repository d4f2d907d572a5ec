import { fastify, type FastifyInstance } from 'fastify';
import { TroupeError } from '../../core/base/errors';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openAccount } from '../../providers/compose/channels/channel-providers';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { openSwitchStore, type SwitchStore } from '../../providers/state/switches/switch-store';
import { zApiAccount, zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import { ChannelMetrics } from '../../core/channels/channel-metrics';
import { channelRoutes } from './channel-routes';

const rate = 3;
let switches: SwitchStore;
let stores: ChannelStores;
let service: FastifyInstance;
let url: string;
let fault: Error | undefined;
let told: unknown[];
beforeEach(async () => {
	stores = openChannelStores(':memory:');
	const { token, clientToken, instanceId } = zApiAccount;
	const channel = await openAccount('z-api', { settings: { instanceId }, secrets: { token, clientToken } });
	switches = openSwitchStore(':memory:');
	const record = (tenant: string, name: string): ChannelRecord => ({
		...{ tenant, name, provider: 'z-api', settings: {}, credential: 'whatsapp', agent: null, message: null, rules: {}, state: 'active' },
		...{ allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
	});
	fault = undefined;
	const directory = {
		find: async (tenant: string, name: string) => {
			if (fault) throw fault;
			return { record: record(tenant, name), channel, rules: defaultMailboxRules };
		},
	};
	service = fastify({ trustProxy: true });
	told = [];
	await channelRoutes(service, {
		parts: { ...stores, switches, directory },
		rate,
		maxMs: 500,
		metrics: new ChannelMetrics(),
		onFault: (one) => void told.push(one),
	});
	url = await service.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
	await service.close();
	await stores.close();
	await switches.close();
});

async function post(path: string, from = '203.0.113.7'): Promise<number> {
	const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
	const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(zApiWebhooks.text('Hello!')) });
	return answer.status;
}

it('limits the requests a minute from one address to one channel, and stores none beyond', async () => {
	const answers = [];
	for (let n = 0; n < rate + 2; n++) answers.push(await post(`/channels/default/sales?n=${n}`));
	expect(answers).toEqual([200, 200, 200, 429, 429]);
	expect(await stores.receipts.list('default', { channel: 'sales' }, 10)).toHaveLength(rate);
	expect(
		await Promise.all([post('/channels/default/other'), post('/channels/acme/sales'), post('/channels/default/sales', '203.0.113.8')]),
	).toEqual([200, 200, 200]);
	// Another spelling is the same channel.
	expect(await post('/channels/default/%73ales')).toBe(429);
});

it('asks the provider to try again where the store cannot be read', async () => {
	fault = new Error('the database is away');
	const answer = await fetch(`${url}/channels/default/sales`, { method: 'POST', body: '{}' });
	expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
		503,
		'5',
		expect.not.stringContaining('database'),
	]);
	expect(told).toEqual([fault]);
});

it('tells the log of a request that could not be stored', async () => {
	const full = new TroupeError({ code: 'STORAGE_FULL', message: 'The disk is full.', fix: 'Free space.', retryable: true });
	stores.receipts.accept = () => Promise.reject(full);
	const answer = await fetch(`${url}/channels/default/sales`, {
		...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(zApiWebhooks.text('Hello!')) },
	});
	expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
	expect(told).toEqual([full]);
});

it('does not let a provider wait for a database that stalls (skypilot-org/skypilot#10377)', async () => {
	stores.receipts.accept = () => Promise.withResolvers<never>().promise;
	const answer = await fetch(`${url}/channels/default/sales`, {
		...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(zApiWebhooks.text('Hello!')) },
	});
	expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
	expect(told).toMatchObject([{ code: 'STORAGE_UNREACHABLE' }]);
});
