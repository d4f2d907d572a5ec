import { type ChannelDirectory, type ChannelRecord, defaultMailboxRules } from '../ports';
import { fromContact } from '../../providers/state/channels/channel-stores.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { waitUntil } from '../../test/support/wait-until';
import { DeliveryPool } from './delivery-pool';

let stores: ChannelStores;
let pool: DeliveryPool;
let applied: string[];
/** Deliveries of this tenant do not end before `release`. */
let slow: string | undefined;
let release: () => void;
const faults: unknown[] = [];

const record = (tenant: string, name: string): ChannelRecord => ({
	...{ tenant, name, provider: 'z-api', settings: {}, credential: 'c', agent: 'support', message: null, rules: {} },
	...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
});

beforeEach(async () => {
	stores = openChannelStores(':memory:');
	for (const [tenant, name] of [
		['acme', 'site'],
		['acme', 'shop'],
		['globex', 'help'],
	] as const)
		await stores.channels.put(record(tenant, name), false);
	applied = [];
	slow = undefined;
	const released = Promise.withResolvers<void>();
	release = released.resolve;
	const channel = { read: ({ stored }: { stored: string }) => [fromContact(stored)] };
	const find = async (tenant: string, name: string) => {
		const known = await stores.channels.find(tenant, name);
		return known && { record: known, channel, rules: defaultMailboxRules };
	};
	const onApplied = async (_event: unknown, _applied: unknown, { tenant, stored }: { tenant: string; stored: string }) => {
		if (tenant === slow) await released.promise;
		applied.push(stored);
	};
	pool = new DeliveryPool(
		{ ...stores, directory: { find } as unknown as ChannelDirectory, onApplied },
		{ holder: 'a', signal: new AbortController().signal, onFree: () => undefined, onFault: (fault) => void faults.push(fault) },
	);
});
afterEach(async () => {
	release();
	await pool.ended();
	await stores.close();
	expect(faults).toEqual([]);
});

const receive = (tenant: string, channel: string, text: string) =>
	stores.deliveries.accept({ tenant, channel, key: text, stored: text, receivedAt: Date.now() });

/** Applies what waits, until one was applied. */
async function applyUntil(text: string): Promise<void> {
	while (!applied.includes(text) && (await pool.fill()) > 0) await pool.ended();
}

it('applies the message of one tenant while those of another wait (postel-sh/postel#126)', async () => {
	slow = 'acme';
	for (let index = 0; index < 40; index++) await receive('acme', 'site', `acme ${index}`);
	await pool.fill();
	await receive('globex', 'help', 'theirs');
	await pool.fill();
	await waitUntil('the message of the other tenant', () => applied.includes('theirs'));
	expect(applied).toEqual(['theirs']);
	expect(await pool.fill()).toBe(0); // one batch of a tenant at a time
});

it('applies the message of one channel before the backlog of another, in the order of each (ConductionNL/openregister#2267)', async () => {
	for (let index = 0; index < 60; index++) await receive('acme', 'site', `site ${index}`);
	await pool.fill();
	await pool.ended();
	await receive('acme', 'shop', 'one');
	await receive('acme', 'shop', 'two');
	await applyUntil('two');
	expect(applied.slice(-2)).toEqual(['one', 'two']);
	expect(applied.length).toBeLessThan(40);
	await applyUntil('site 59');
	expect(applied.filter((text) => text.startsWith('site'))).toEqual(Array.from({ length: 60 }, (_, index) => `site ${index}`));
});

it('ends deliveries of a channel that was removed', async () => {
	await receive('acme', 'site', 'late');
	await stores.channels.remove('acme', 'site');
	await pool.fill();
	await pool.ended();
	expect(await stores.deliveries.list('acme', {}, 1)).toMatchObject([{ state: 'dead', reason: 'The channel "site" was removed.' }]);
});
