import { Ajv } from 'ajv';
import { eventKinds } from '../../core/events/event-types';
import type { CallScope } from '../../core/ports/usage';
import { testSeal } from '../../providers/state/events/event-store.contract';
import { openEventStore } from '../../providers/state/events/open-event-store';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import { publishHours } from './publish-usage';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 20, 12);
const call = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', priceTable: null } as const;
const usage = { inputTokens: 100, outputTokens: 10, estimated: false };

it('tells once what each agent used of each model in an hour, to tenants with subscriptions', async () => {
	const ledger = openUsageStore(':memory:');
	let now = noon;
	const events = openEventStore(':memory:', { clock: { now: () => now }, seal: testSeal });
	const publishAt = (at: number) => {
		now = at;
		return publishHours(ledger, events);
	};
	const spend = async (at: number, agent: string | null, tenant = 'acme', costUsd: number | null = 0.5) => {
		const scope: CallScope = { tenant, agent, host: 'n8n' };
		const entry = await ledger.reserve({ ...call, usage, costUsd, scope }, [], at);
		await ledger.settle(entry, { state: 'ok', errorCode: null, usage, costUsd, durationMs: 1 });
	};
	const read = async (tenant = 'acme') => (await events.read(tenant, 0, 100)).map(({ data }) => data);
	await events.subscriptions.add('acme', {
		url: 'https://billing.example.com',
		types: ['usage.metered'],
		maxAttempts: 3,
		secret: 'whsec_x',
	});
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
	await events.writePosition('default', 'usage', noon - hourMs);
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
	await events.writePosition('default', 'usage', noon + 15 * hourMs);
	await spend(noon + 9 * hourMs, 'after');
	await publishAt(noon + 11 * hourMs);
	expect((await read()).map(({ agent }) => agent)).toEqual(['before', null, 'clerk', 'next', 'after']);
	// Receivers know an hour by its id that is told again, where it was removed to make room for newer events.
	const others = openEventStore(':memory:', { clock: { now: () => noon + 21 * 60_000 }, seal: testSeal });
	await others.subscriptions.add('acme', { url: 'https://x.example.com', types: ['usage.metered'], maxAttempts: 3, secret: 'whsec_x' });
	await publishHours(ledger, others);
	const idOf = async (store: typeof events) =>
		(await store.read('acme', 0, 100)).find(({ data }) => (data as { agent?: string }).agent === 'clerk')!.eventId;
	expect(await idOf(others)).toBe(await idOf(events));
	await Promise.all([ledger.close(), events.close(), others.close()]);
});
