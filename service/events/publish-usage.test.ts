import { Ajv } from 'ajv';
import { eventKinds } from '../../core/events/event-types';
import type { EventFacts } from '../../core/ports/events/event-facts';
import type { EventStore } from '../../core/ports/events/event-store';
import type { CallScope } from '../../core/ports/usage';
import { testSeal } from '../../providers/state/events/event-store.contract';
import { openEventStore } from '../../providers/state/events/open-event-store';
import { openUsageStore, type StoredUsage } from '../../providers/state/usage/usage-store';
import { publishHours } from './publish-usage';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 20, 12);
const call = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', priceTable: null } as const;
const usage = { inputTokens: 100, outputTokens: 10, estimated: false };

let ledger: StoredUsage;
let events: EventStore;
let now: number;

beforeEach(() => {
	ledger = openUsageStore(':memory:');
	events = openEventStore(':memory:', { clock: { now: () => now }, seal: testSeal });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all([ledger.close(), events.close()]);
});

const publishAt = (at: number) => {
	now = at;
	return publishHours(ledger, events);
};

async function spend(at: number, agent: string | null, tenant = 'acme', costUsd: number | null = 0.5) {
	const scope: CallScope = { tenant, agent, host: 'n8n' };
	const entry = await ledger.reserve({ ...call, usage, costUsd, scope }, [], at);
	await ledger.settle(entry, { state: 'ok', errorCode: null, usage, costUsd, durationMs: 1 });
}

const read = async (tenant = 'acme') => (await events.read(tenant, 0, 100)).map(({ data }) => data as EventFacts['usage.metered']);

async function subscribe(tenant = 'acme', store = events, at = noon - 2 * hourMs) {
	now = at;
	await store.subscriptions.add(tenant, {
		url: 'https://billing.example.com',
		types: ['usage.metered'],
		maxAttempts: 3,
		secret: 'whsec_x',
	});
}

it('tells once what each agent used of each model in an hour, to tenants with subscriptions (flexprice/flexprice#2763, getlago/lago-api#4082)', async () => {
	await subscribe();
	await spend(noon - 2 * hourMs, 'before');
	await spend(noon - 1, 'clerk');
	await spend(noon - hourMs, 'clerk', 'acme', null);
	await spend(noon - 1, null);
	await spend(noon - 1, 'spy', 'globex');
	await spend(noon, 'next');

	await publishAt(noon + 19 * 60_000);
	expect((await read()).map(({ agent }) => agent)).toEqual(['before']);
	for (let again = 0; again < 2; again += 1) await publishAt(noon + 21 * 60_000);
	// Another process that has not seen the position.
	await events.writePosition('acme', 'usage', noon - hourMs);
	await publishAt(noon + 22 * 60_000);
	expect(await read()).toEqual([
		expect.objectContaining({ agent: 'before' }),
		expect.objectContaining({ agent: null, calls: 1 }),
		{
			...{ from: '2026-11-20T11:00:00.000Z', to: '2026-11-20T12:00:00.000Z', agent: 'clerk', model: 'openai:gpt-4.1' },
			...{ calls: 2, failed: 0, inputTokens: 200, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 20, reasoningTokens: 0 },
			...{ searches: 0, costUsd: 0.5, unpriced: 1 },
		},
	]);
	expect(await read('globex')).toEqual([]);
	const isMetered = new Ajv({ formats: { 'date-time': true } }).compile(eventKinds['usage.metered'].schema);
	for (const data of await read()) expect([isMetered(data), isMetered.errors]).toEqual([true, null]);
	// The hours of a pause come later.
	await publishAt(noon + 9 * hourMs);
	expect((await read()).at(-1)).toMatchObject({ agent: 'next', from: '2026-11-20T12:00:00.000Z' });
	// A process whose clock was ahead wrote a later position.
	await events.writePosition('acme', 'usage', noon + 15 * hourMs);
	await spend(noon + 9 * hourMs, 'after');
	await publishAt(noon + 11 * hourMs);
	expect((await read()).map(({ agent }) => agent)).toEqual(['before', null, 'clerk', 'next', 'after']);
	// Receivers know an hour by its id that is told again, where it was removed to make room for newer events.
	const others = openEventStore(':memory:', { clock: { now: () => now }, seal: testSeal });
	await subscribe('acme', others);
	now = noon + 21 * 60_000;
	await publishHours(ledger, others);
	const idOf = async (store: typeof events) =>
		(await store.read('acme', 0, 100)).find(({ data }) => (data as { agent?: string }).agent === 'clerk')!.eventId;
	expect(await idOf(others)).toBe(await idOf(events));
	await others.close();
});

it('tells what came after an hour was published, which a clock that was ahead ended too early (flexprice/flexprice#612)', async () => {
	await subscribe();
	await events.writePosition('acme', 'usage', noon - hourMs);
	await spend(noon - 40 * 60_000, 'clerk');
	await publishAt(noon + 30 * 60_000);
	// The hour went on, by the clock that was set right.
	await spend(noon - 30 * 60_000, 'clerk', 'acme', 0.25);
	await publishAt(noon - 10 * 60_000);
	for (const at of [noon + 25 * 60_000, noon + 26 * 60_000]) await publishAt(at);
	expect(await read()).toMatchObject([
		{ calls: 1, inputTokens: 100, costUsd: 0.5 },
		{ calls: 1, inputTokens: 100, costUsd: 0.25, from: '2026-11-20T11:00:00.000Z' },
	]);
});

it('tells an hour whose event could not be stored the next time, once (openmeterio/openmeter#5118)', async () => {
	await subscribe();
	await events.writePosition('acme', 'usage', noon - hourMs);
	await spend(noon - 1, 'clerk');
	jest.spyOn(events, 'append').mockRejectedValueOnce(new Error('The disk is full.'));
	await expect(publishAt(noon + 21 * 60_000)).rejects.toThrow('The disk is full.');
	for (const minutes of [22, 23]) await publishAt(noon + minutes * 60_000);
	expect(await read()).toMatchObject([{ agent: 'clerk', calls: 1 }]);
});

it('tells the hours of all other tenants where those of one cannot be told (langfuse/langfuse#16292)', async () => {
	for (const tenant of ['acme', 'globex']) {
		await subscribe(tenant);
		await spend(noon - 1, 'clerk', tenant);
	}
	await events.writePosition('acme', 'usage', noon - hourMs);
	const { append } = events;
	jest.spyOn(events, 'append').mockImplementation((tenant, told) => {
		if (tenant === 'acme') throw new Error('Odd.');
		return append(tenant, told);
	});
	for (const minutes of [21, 22]) await expect(publishAt(noon + minutes * 60_000)).rejects.toThrow('Odd.');
	expect([await read('acme'), await read('globex')]).toMatchObject([[], [{ calls: 1 }]]);
	expect([await events.readPosition('acme', 'usage'), await events.readPosition('globex', 'usage')]).toEqual([noon - hourMs, noon]);
});

it('tells a tenant the hours from its subscription on, whatever happens to the hours of others', async () => {
	await subscribe('acme');
	for (const hour of [0, 1, 2, 3, 4]) await spend(noon + hour * hourMs, 'clerk', 'globex');
	jest.spyOn(events, 'writePosition').mockRejectedValueOnce(new Error('The disk is full.'));
	await expect(publishAt(noon + 2.5 * hourMs)).rejects.toThrow('The disk is full.');
	await subscribe('globex', events, noon + 3.1 * hourMs);
	await publishAt(noon + 5.5 * hourMs);
	expect((await read('globex')).map(({ from }) => from)).toEqual(['2026-11-20T15:00:00.000Z', '2026-11-20T16:00:00.000Z']);
});

it('tells each hour of the day on which the clocks of a place are set back (killbill/killbill#1856)', async () => {
	const zone = process.env.TZ;
	process.env.TZ = 'America/New_York';
	try {
		const night = Date.UTC(2026, 10, 1, 4);
		await subscribe('acme', events, night);
		for (let hour = 0; hour < 4; hour += 1) await spend(night + hour * hourMs, 'clerk');
		await publishAt(night + 5 * hourMs);
		expect((await read()).map(({ from, calls }) => [from, calls])).toEqual(
			[4, 5, 6, 7].map((hour) => [`2026-11-01T0${hour}:00:00.000Z`, 1]),
		);
	} finally {
		if (zone === undefined) delete process.env.TZ;
		else process.env.TZ = zone;
	}
});
