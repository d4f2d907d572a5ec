import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { ReceiptEnd } from '../../../../core/ports/channels/receipts';
import { channelSchema } from '../channel-schema';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { conversationParts } from './conversation-parts';

const dayMs = 86_400_000;
let stores: ChannelStores;
let now: number;
beforeEach(() => {
	now = Date.now();
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
});
afterEach(() => stores.close());

async function receive(key: string, how: ReceiptEnd): Promise<void> {
	await stores.receipts.accept({ tenant: 'acme', channel: key, key, stored: '{}', receivedAt: now });
	await endReceipts(stores.receipts, (await takeReceipts(stores.receipts))!, how);
}

test('requests of all tenants go a month after their end, those that a person can replay after three', async () => {
	await receive('done', { kind: 'processed' });
	await receive('dead', { kind: 'dead', reason: 'not JSON' });
	const left = async () => (await stores.receipts.list('acme', {}, 9)).map(({ channel }) => channel);
	now += 29 * dayMs;
	expect([await stores.retention.removeOldRequests(), await left()]).toEqual([0, ['dead', 'done']]);
	now += 2 * dayMs;
	expect([await stores.retention.removeOldRequests(), await left()]).toEqual([1, ['dead']]);
	now += 60 * dayMs;
	expect([await stores.retention.removeOldRequests(), await left()]).toEqual([1, []]);
});

test('an event is known again for as long as its request can be replayed', async () => {
	const event = fromContact('hello');
	const apply = async () => (await stores.mailbox.apply(event, acme, hasty)).kind;
	expect([await apply(), await apply()]).toEqual(['message', 'repeated']);
	now += 89 * dayMs;
	await stores.retention.removeOldRequests();
	expect(await apply()).toBe('repeated');
	now += 2 * dayMs;
	await stores.retention.removeOldRequests();
	expect(await apply()).not.toBe('repeated');
});

test('marks go also where there are more of them than requests', async () => {
	for (let number = 0; number < 1_200; number++)
		await stores.mailbox.apply({ kind: 'connection', key: `c ${number}`, at: 1, state: 'connected' }, acme, hasty);
	now += 91 * dayMs;
	await stores.retention.removeOldRequests();
	const again = await stores.mailbox.apply({ kind: 'connection', key: 'c 1199', at: 1, state: 'connected' }, acme, hasty);
	expect(again.kind).toBe('connection');
});

test('each table with rows of conversations says when they are too old', () => {
	const tables = [...channelSchema.schema.matchAll(/CREATE TABLE IF NOT EXISTS (\w+) \(([^]*?)\) STRICT/g)]
		.filter(([, , columns]) => /^\s*conversation TEXT NOT NULL/m.test(columns!))
		.map(([, table]) => table!);
	expect(Object.keys(conversationParts).sort()).toEqual(tables.sort());
});
