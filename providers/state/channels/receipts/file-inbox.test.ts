import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { fromContact, hasty } from '../contract/channel-steps.contract';
import { describeWaitingBound } from './waiting-bound.contract';
import { slowTest } from '../../../../test/support/slow-tests';

let folder: string;
let place: string;
let inboxFile: string;
let stores: ChannelStores;
let now = 1_000;
const open = () => openChannelStores(place, { clock: { now: () => now } });
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-inbox-'));
	place = join(folder, 'channels.db');
	inboxFile = join(folder, 'channels-inbox.db');
	stores = open();
});
afterEach(async () => {
	await stores.close();
	rmSync(folder, { recursive: true });
});

const request = (key: string, changes: Partial<ReceivedRequest> = {}): ReceivedRequest => ({
	...{ tenant: 'acme', channel: 'sales', key, stored: `{"id":"${key}"}`, receivedAt: now },
	...changes,
});
const accept = (...keys: string[]) => Promise.all(keys.map((key) => stores.receipts.accept(request(key))));
const take = () => takeReceipts(stores.receipts);
/** Takes what is next, and ends it. */
async function process(): Promise<string[]> {
	const work = await take();
	if (work) await endReceipts(stores.receipts, work);
	return bodies(work?.content ?? []);
}
const bodies = (list: Array<{ stored: string }>) => list.map(({ stored }) => (JSON.parse(stored) as { id: string }).id);
function count(file: string, table: string): number {
	const database = new DatabaseSync(file, { readOnly: true });
	const { rows } = database.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number };
	database.close();
	return rows;
}

describeWaitingBound((options) => openChannelStores(place, options));

slowTest('has what is acknowledged, although nobody processes and the conversations are locked', async () => {
	await stores.channels.list();
	const other = new DatabaseSync(place);
	other.exec('BEGIN IMMEDIATE');
	await accept('one', 'two');
	expect(count(inboxFile, 'request')).toBe(2);
	other.exec('ROLLBACK');
	other.close();
	await stores.close();
	stores = open();
	expect(await process()).toEqual(['one', 'two']);
	expect(count(inboxFile, 'request')).toBe(0);
});

it('gives out requests in the order in which they came, also those of one moment', async () => {
	const keys = Array.from({ length: 300 }, (_, index) => `${index}`);
	await accept(...keys);
	const taken: string[] = [];
	for (let batch = await process(); batch.length > 0; batch = await process()) taken.push(...batch);
	expect(taken).toEqual(keys);
});

it('lists what waits with what was processed, newest first, each once, and finds it', async () => {
	await accept('one');
	await process();
	now += 1;
	await accept('two', 'three');
	const { list, find } = stores.receipts;
	expect(bodies(await list('acme', {}, 10))).toEqual(['three', 'two', 'one']);
	expect(bodies(await list('acme', {}, 2))).toEqual(['three', 'two']);
	expect(bodies(await list('acme', { state: 'received' }, 10))).toEqual(['three', 'two']);
	expect(bodies(await list('acme', { state: 'processed' }, 10))).toEqual(['one']);
	expect(bodies(await list('acme', { channel: 'other' }, 10))).toEqual([]);
	expect(await list('globex', {}, 10)).toEqual([]);
	const [newest] = await list('acme', {}, 1);
	expect(newest).toMatchObject({ state: 'received', attempts: 0, reason: null, receivedAt: now });
	expect(await find('acme', newest!.id)).toEqual(newest);
	expect(bodies(await list('acme', { before: newest!.id }, 10))).toEqual(['two', 'one']);
	await take();
	expect(bodies(await list('acme', {}, 10))).toEqual(['three', 'two', 'one']);
	expect((await find('acme', newest!.id))!.id).toBe(newest!.id);
});

it('counts a request once that was moved by a process which ended before it was removed', async () => {
	await accept('one', 'two');
	const inbox = new DatabaseSync(inboxFile);
	const left = inbox.prepare('SELECT id, tenant, channel, name, stored, received_at, at, trace FROM request').all();
	expect(await process()).toEqual(['one', 'two']);
	const insert = inbox.prepare(
		'INSERT INTO request (id, tenant, channel, name, stored, received_at, at, trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
	);
	for (const row of left) insert.run(...(Object.values(row) as string[]));
	inbox.close();
	expect(bodies(await stores.receipts.list('acme', {}, 10))).toEqual(['two', 'one']);
	expect(await take()).toBeUndefined();
	expect(count(inboxFile, 'request')).toBe(0);
	expect(count(place, 'receipt')).toBe(2);
});

it('says when a channel got something last, also while it waits', async () => {
	await stores.channels.put(
		{
			...{ tenant: 'acme', name: 'sales', provider: 'z-api', settings: {}, credential: 'c', agent: null, message: null, rules: {} },
			...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
		},
		false,
	);
	await accept('one');
	expect(await stores.channels.listTraffic('acme')).toMatchObject([{ name: 'sales', lastAcceptedAt: now }]);
	expect(await stores.channels.readBacklog()).toEqual([{ tenant: 'acme', channel: 'sales', what: 'receipt', count: 1, oldestMs: 0 }]);
	await take();
	expect(await stores.channels.listTraffic()).toMatchObject([{ lastAcceptedAt: now }]);
});

it('keeps no text of a contact that is forgotten', async () => {
	await stores.receipts.accept(request('one', { stored: '{"text":"my secret number"}' }));
	const work = (await take())!;
	const from = { tenant: 'acme', channel: 'sales', receipt: work.content[0]!.id };
	const applied = await stores.mailbox.apply(fromContact('hello'), from, hasty);
	await endReceipts(stores.receipts, work);
	await stores.contacts.forget('acme', applied.kind === 'message' ? applied.contact : '');
	for (const file of [place, inboxFile])
		for (const suffix of ['', '-wal']) expect(readFileSync(file + suffix).includes('my secret number')).toBe(false);
});
