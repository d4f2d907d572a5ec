import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

test('what is removed is told also while another process reads, and leaves the log with the next cleaning', async () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-retention-'));
	const file = join(home, 'state.db');
	const own = openChannelStores(file, { clock: { now: () => now }, timeoutMs: 50 });
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
	const reader = new DatabaseSync(file);
	try {
		await own.mailbox.apply(fromContact('quartz', { contact: [] }), acme, hasty);
		const bytes = () =>
			readdirSync(home)
				.map((name) => readFileSync(join(home, name), 'latin1'))
				.join();
		now += 100 * dayMs;
		reader.exec('BEGIN');
		reader.prepare('SELECT count(*) FROM message').get();
		expect(await own.retention.removeOlder('acme', { conversationMs: dayMs })).toMatchObject({ contacts: 1, messages: 1 });
		expect(warned.mock.calls).toEqual([[expect.stringContaining('tenant clean'), { code: 'STORAGE_LOCKED' }]]);
		expect(bytes()).toContain('quartz');
		reader.exec('COMMIT');
		await own.retention.removeOlder('acme', { conversationMs: dayMs });
		expect(bytes()).not.toContain('quartz');
	} finally {
		warned.mockRestore();
		reader.close();
		await own.close();
		rmSync(home, { recursive: true });
	}
});

test('each table with rows of conversations says when they are too old', () => {
	const tables = [...channelSchema.schema.matchAll(/CREATE TABLE IF NOT EXISTS (\w+) \(([^]*?)\) STRICT/g)]
		.filter(([, , columns]) => /^\s*conversation TEXT NOT NULL/m.test(columns!))
		.map(([, table]) => table!);
	expect(Object.keys(conversationParts).sort()).toEqual(tables.sort());
});
