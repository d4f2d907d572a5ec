import { takeTurn } from '../../test/support/channels/take-turn';
import { ChannelMetrics } from '../../core/channels/channel-metrics';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { TurnEnd } from '../../core/ports/channels/mailbox';
import { acme, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { collectMetrics } from '../metrics-route';
import { channelMetrics } from './channel-metrics';

const record: ChannelRecord = {
	...{ tenant: 'acme', name: 'whatsapp', provider: 'z-api', settings: {}, credential: 'c', agent: 'support', message: null, rules: {} },
	...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
};
const leaseMs = 60_000;

let now: number;
let stores: ChannelStores;
let metrics: ChannelMetrics;
const faults: unknown[] = [];
beforeEach(async () => {
	now = Date.now();
	metrics = new ChannelMetrics();
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
	await stores.channels.put(record, false);
	faults.length = 0;
});
afterEach(() => stores.close());

async function read(): Promise<string[]> {
	const all = await channelMetrics(stores, metrics, (fault) => void faults.push(fault));
	return (await (await collectMetrics(all)).metrics()).split('\n');
}
const write = (text: string, at = now) => stores.mailbox.apply(fromContact(text), { ...acme, receivedAt: at }, hasty);
const waiting = (what: string, count: number, seconds: number) => {
	const labels = `{tenant="acme",channel="whatsapp",what="${what}"}`;
	return [`troupe_channel_waiting${labels} ${count}`, `troupe_channel_oldest_waiting_seconds${labels} ${seconds}`];
};

/** Takes the next turn, and ends it in this way. */
async function answer(end?: TurnEnd): Promise<void> {
	const mailbox = metrics.countOn(stores.mailbox);
	const turn = (await takeTurn(mailbox, 'a', leaseMs))!;
	await metrics.measure(turn, async () => {
		expect(await read()).toContain('troupe_channel_turns_running{tenant="acme",channel="whatsapp"} 1');
		if (end) await mailbox.end(turn, 'a', end);
	});
}

it('tells how many turns wait, and how long the oldest has been waiting (hardbyte/awa#34)', async () => {
	expect(await read()).toEqual(expect.arrayContaining(waiting('turn', 0, 0)));
	await write('Is anybody there?');
	now += 45_000;
	await write('Hello?');
	expect(await read()).toEqual(expect.arrayContaining(waiting('turn', 1, 45)));
	await answer({ kind: 'failed', reason: 'MODEL_UNAVAILABLE', afterMs: 1_000 });
	now += 5_000;
	expect(await read()).toEqual(expect.arrayContaining(waiting('turn', 1, 50)));
	await answer({ kind: 'done' });
	// A gauge that stays where it was tells of a customer who has an answer (spatie/laravel-prometheus#81).
	expect(await read()).toEqual(expect.arrayContaining(waiting('turn', 0, 0)));
});

it('counts turns by their end, with the time of those that were answered', async () => {
	for (const end of [{ kind: 'failed', reason: 'x', afterMs: 0 }, { kind: 'done' }] as const) {
		if (end.kind === 'failed') await write('Hello');
		await answer(end);
	}
	await write('Again');
	await answer({ kind: 'dead', reason: 'x' });
	metrics.of(acme).ends.lost += 1;
	metrics.countGivenUp({ what: 'turn', tenant: 'acme', channel: 'whatsapp', id: 't', reason: 'x' });
	for (const [part, state] of [
		['account', 'disconnected'],
		['agent', 'ready'],
	] as const)
		await stores.states.note({ tenant: 'acme', channel: 'whatsapp', part, state, reason: null, checkedAt: now });
	const lines = await read();
	const of = (name: string, more = '') => `troupe_channel_${name}{tenant="acme",channel="whatsapp"${more}}`;
	for (const outcome of ['answered', 'repeated', 'given-up', 'lost'])
		expect(lines).toContain(`${of('turns_total', `,outcome="${outcome}"`)} 1`);
	expect(lines).toContain(`${of('turn_duration_seconds_count')} 1`);
	expect(lines).toContain(`${of('given_up_total', ',what="turn"')} 1`);
	expect(lines).toContain(`${of('turns_running')} 0`);
	expect(lines).toContain(`${of('part_works', ',part="account"')} 0`);
	expect(lines).toContain(`${of('part_works', ',part="agent"')} 1`);
	expect(lines).toEqual(expect.arrayContaining(waiting('given-up turn', 1, 0)));
});

it('counts no turn that was interrupted, and forgets the counts of removed channels (wippyai/runtime#426)', async () => {
	await write('Hello');
	await answer();
	expect(await read()).toContain('troupe_channel_turns_total{tenant="acme",channel="whatsapp",outcome="answered"} 0');
	await stores.channels.remove('acme', 'whatsapp');
	expect((await read()).join('')).toBe('');
});

it('says nothing about what waits while the state cannot be read, in place of zeros (spatie/laravel-prometheus#81)', async () => {
	const broken = { ...stores.channels, readBacklog: () => Promise.reject(new Error('no database')) };
	expect(await channelMetrics({ ...stores, channels: broken }, metrics, (fault) => void faults.push(fault))).toEqual([]);
	expect(faults).toHaveLength(1);
});
