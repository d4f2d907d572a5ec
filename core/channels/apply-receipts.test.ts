import { readTraceId, withTraceContext } from '../base/trace-context';
import type { ChannelDirectory, ChannelRecord } from '../ports/channels/channel-records';
import type { Channel } from '../ports/channels/channel';
import { defaultMailboxRules } from '../ports/channels/mailbox-rules';
import { fromContact } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { waitUntil } from '../../test/support/wait-until';
import { startWorkRunner, type WorkRunner } from '../work/work-runner';
import { applyReceipts } from './apply-receipts';
import { receiveRequest } from './receive-request';

let stores: ChannelStores;
let runner: WorkRunner;
let applied: string[];
let traces: Array<string | undefined>;
/** Receipts of this tenant do not end before `release`. */
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
	[applied, traces] = [[], []];
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
		traces.push(readTraceId());
	};
	const kind = applyReceipts({ ...stores, directory: { find } as unknown as ChannelDirectory, onApplied });
	runner = startWorkRunner({ ...kind, onFault: (fault) => void faults.push(fault) });
});
afterEach(async () => {
	release();
	await runner.close(5_000);
	await stores.close();
	expect(faults).toEqual([]);
});

const receive = (tenant: string, channel: string, text: string) =>
	stores.receipts.accept({ tenant, channel, key: text, stored: text, receivedAt: Date.now() });

const untilApplied = (text: string) => waitUntil(`"${text}" to be applied`, () => applied.includes(text));

it('applies the message of one tenant while those of another wait (postel-sh/postel#126)', async () => {
	slow = 'acme';
	for (let index = 0; index < 40; index++) await receive('acme', 'site', `acme ${index}`);
	await receive('globex', 'help', 'theirs');
	await untilApplied('theirs');
	expect(applied).toEqual(['theirs']);
});

it('applies the message of one channel before the backlog of another, in the order of each (ConductionNL/openregister#2267)', async () => {
	slow = 'acme';
	const site = Array.from({ length: 60 }, (_, index) => `site ${index}`);
	for (const text of site) await receive('acme', 'site', text);
	for (const text of ['one', 'two']) await receive('acme', 'shop', text);
	release();
	await untilApplied('site 59');
	await untilApplied('two');
	expect(applied.indexOf('two')).toBeLessThan(40);
	expect(applied.filter((text) => text.startsWith('site'))).toEqual(site);
	expect(applied.indexOf('one')).toBeLessThan(applied.indexOf('two'));
});

it('applies each receipt in the trace of its request, also of those that come together', async () => {
	const [one, other] = ['a', 'b'].map((letter) => ({ traceparent: `00-${letter.repeat(32)}-${'c'.repeat(16)}-01` }));
	const request = { headers: {}, query: {}, body: new Uint8Array(), method: 'POST' as const, receivedAt: Date.now() };
	const channel = { verify: async () => ({ kind: 'accepted', key: `${++keys}`, stored: `${keys}` }) } as unknown as Channel;
	let keys = 0;
	const open = { record: record('acme', 'site'), channel, rules: defaultMailboxRules };
	await Promise.all([one, undefined, other].map((place) => withTraceContext(place, () => receiveRequest(stores, open, request))));
	await untilApplied('3');
	expect(traces).toEqual(['a'.repeat(32), undefined, 'b'.repeat(32)]);
});

it('ends receipts of a channel that was removed', async () => {
	await stores.channels.remove('acme', 'site');
	await receive('acme', 'site', 'late');
	await waitUntil('the end', async () => (await stores.receipts.list('acme', { state: 'dead' }, 1)).length > 0);
	expect(await stores.receipts.list('acme', {}, 1)).toMatchObject([{ state: 'dead', reason: 'The channel "site" was removed.' }]);
});
