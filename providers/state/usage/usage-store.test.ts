import fc from 'fast-check';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Budget, CallOutcome, Reservation, TokenUsage } from '../../../core/ports';
import { findWindow } from './usage-counters';
import { openUsageStore, type UsageStoreOptions } from './usage-store';
import { slowTest } from '../../../test/support/slow-tests';

const noon = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;
const dayMs = 24 * hour;

const tokens = (inputTokens: number, change: Partial<TokenUsage> = {}): TokenUsage => ({
	inputTokens,
	outputTokens: 0,
	estimated: false,
	...change,
});
const call = (change: Partial<Reservation> & { tenant?: string; agent?: string | null } = {}): Reservation => {
	const { tenant = 'default', agent = null, ...rest } = change;
	const scope = { tenant, agent, host: 'test' };
	return { scope, provider: 'openai', model: 'gpt', kind: 'chat', usage: tokens(100), costUsd: 1, priceTable: 'test 1', ...rest };
};
const used = (costUsd: number | null, inputTokens = 10): CallOutcome => ({
	...{ state: 'ok', errorCode: null, usage: tokens(inputTokens), costUsd, durationMs: 5 },
});

let opened: Array<{ close(): void }> = [];
afterEach(() => {
	for (const store of opened) store.close();
	opened = [];
});
function openStore(options?: UsageStoreOptions, file = ':memory:') {
	const store = openUsageStore(file, options);
	opened.push(store);
	return store;
}

test('a ledger of the version before goes on, and counts searches from then on', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'));
	const file = join(folder, 'usage.db');
	const before = openStore({}, file);
	await before.settle(await before.reserve(call(), [], noon), used(1));
	before.close();
	const database = new DatabaseSync(file);
	database.exec(`DROP VIEW line; ALTER TABLE call DROP COLUMN searches; ALTER TABLE daily DROP COLUMN searches;
		CREATE VIEW line AS SELECT at AS day, 1 AS calls FROM call; PRAGMA user_version = 1`);
	database.close();
	const store = openStore({}, file);
	const judged = await store.reserve(call({ kind: 'rerank', usage: tokens(0, { searches: 1 }), costUsd: 0.002 }), [], noon);
	await store.settle(judged, { ...used(0.006, 0), usage: tokens(0, { searches: 3 }) });
	expect((await store.entries(0, 9, noon)).map(({ usage }) => usage)).toEqual([tokens(10), tokens(0, { searches: 3 })]);
	const kinds = [
		{ group: { kind: 'chat' }, calls: 1, inputTokens: 10, searches: 0, costUsd: 1 },
		{ group: { kind: 'rerank' }, calls: 1, inputTokens: 0, searches: 3, costUsd: 0.006 },
	];
	expect(await store.totals({ by: ['kind'] }, noon)).toMatchObject(kinds);
	store.close();
	// What is pruned is added up with them.
	const pruning = openStore({ retention: { maxCalls: 0, milliseconds: hour } }, file);
	await pruning.reserve(call({ kind: 'embedding' }), [], noon + 3 * dayMs);
	expect(await pruning.entries(0, 9, noon + 3 * dayMs)).toHaveLength(1);
	expect(await pruning.totals({ by: ['kind'], to: noon + dayMs }, noon + 3 * dayMs)).toMatchObject(kinds);
	rmSync(folder, { recursive: true });
});

const daily: Budget = { name: 'daily', per: 'day', costUsd: 3 };

describe('a budget', () => {
	it('holds what calls reserve, then what they used', async () => {
		const store = openStore();
		const first = await store.reserve(call(), [daily], noon);
		await store.reserve(call(), [daily], noon);
		await store.reserve(call(), [daily], noon);
		await expect(store.reserve(call({ costUsd: 0.000001 }), [daily], noon)).rejects.toMatchObject({
			code: 'BUDGET_EXCEEDED',
			retryable: false,
			message:
				'The budget "daily" (3 USD per day) is used up: 0 USD spent, 3 USD reserved for calls in progress. The model was not asked. It resets at 2026-11-21T00:00:00.000Z.',
			details: { budget: 'daily', field: 'costUsd', cap: 3, spent: 0, reserved: 3, wanted: 0.000001, resetsAt: '2026-11-21T00:00:00.000Z' },
		});
		await store.settle(first, used(0.25));
		await store.reserve(call({ costUsd: 0.75 }), [daily], noon);
		expect(await store.balances([daily], noon)).toEqual([
			{
				budget: daily,
				spent: { costUsd: 0.25, tokens: 10, calls: 1 },
				reserved: { costUsd: 2.75, tokens: 300, calls: 3 },
				resetsAt: noon + dayMs / 2,
			},
		]);
	});

	it('takes nothing of any where one has no room', async () => {
		const store = openStore();
		const calls: Budget = { name: 'calls', per: 'hour', calls: 1, agent: 'a' };
		await store.reserve(call({ agent: 'a' }), [daily, calls], noon);
		await expect(store.reserve(call({ agent: 'a' }), [daily, calls], noon)).rejects.toMatchObject({
			details: { budget: 'calls', field: 'calls' },
		});
		expect((await store.balances([daily], noon))[0]?.reserved.calls).toBe(1);
		expect(await store.entries(0, 10, noon)).toHaveLength(1);
	});

	it('per minute is a rate limit that says when to try again', async () => {
		const store = openStore();
		const perMinute: Budget = { name: 'rate', per: 'minute', tokens: 150 };
		await store.reserve(call(), [perMinute], noon + 59_000);
		await expect(store.reserve(call(), [perMinute], noon + 59_400)).rejects.toMatchObject({
			code: 'RATE_LIMITED',
			retryable: true,
			retryAfterMs: 600,
		});
		await store.reserve(call(), [perMinute], noon + 60_000);
		const tooLong = store.reserve(call({ usage: tokens(151) }), [perMinute], noon + 120_000);
		await expect(tooLong).rejects.toMatchObject({ retryable: false, fix: expect.stringContaining('maxOutputTokens') });
	});

	it.each<[string, Budget, Partial<Reservation> & { tenant?: string; agent?: string | null }, boolean]>([
		['a tenant', { name: 'b', per: 'day', calls: 1, tenant: 't' }, { tenant: 't' }, true],
		['another tenant', { name: 'b', per: 'day', calls: 1, tenant: 't' }, { tenant: 'u' }, false],
		['an agent', { name: 'b', per: 'day', calls: 1, agent: 'a' }, { agent: 'a' }, true],
		['calls outside an agent', { name: 'b', per: 'day', calls: 1, agent: 'a' }, { agent: null }, false],
		['a provider', { name: 'b', per: 'day', calls: 1, model: 'openai' }, {}, true],
		['a model', { name: 'b', per: 'day', calls: 1, model: 'ollama:llama3:8b' }, { provider: 'ollama', model: 'llama3:8b' }, true],
		['another model', { name: 'b', per: 'day', calls: 1, model: 'openai:gpt-5' }, {}, false],
	])('counts calls of %s as it should, also those from before it was set', async (_, budget, about, counts) => {
		const store = openStore();
		await store.reserve(call(about), [], noon);
		expect((await store.balances([budget], noon))[0]?.reserved.calls).toBe(counts ? 1 : 0);
		await store.reserve(call(about), [], noon);
		expect((await store.balances([budget], noon))[0]?.reserved.calls).toBe(counts ? 2 : 0);
	});

	it('on cost refuses a call whose price nobody knows, and one on tokens holds it', async () => {
		const store = openStore();
		const refused = store.reserve(call({ costUsd: null }), [daily], noon);
		await expect(refused).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED', details: { reason: 'price-unknown', model: 'openai:gpt' } });
		await store.reserve(call({ costUsd: null }), [{ name: 'tokens', per: 'day', tokens: 100 }], noon);
	});

	it('has windows in UTC', () => {
		const at = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
		const iso = (per: Budget['per']) => Object.values(findWindow(per, at)).map((time) => new Date(time).toISOString().slice(0, 16));
		expect(iso('minute')).toEqual(['2026-12-31T23:59', '2027-01-01T00:00']);
		expect(iso('hour')).toEqual(['2026-12-31T23:00', '2027-01-01T00:00']);
		expect(iso('day')).toEqual(['2026-12-31T00:00', '2027-01-01T00:00']);
		expect(iso('month')).toEqual(['2026-12-01T00:00', '2027-01-01T00:00']);
	});
});

describe('the ledger', () => {
	it('keeps what a call was', async () => {
		const store = openStore();
		const id = await store.reserve(call({ agent: 'a' }), [], noon);
		const usage = tokens(90, { outputTokens: 7, cachedInputTokens: 30, cacheWriteTokens: 20, reasoningTokens: 3, tier: 'flex' });
		await store.settle(id, { state: 'failed', errorCode: 'MODEL_TIMEOUT', usage, costUsd: 0.000123, durationMs: 12.4 });
		await store.settle(id, used(5));
		expect(await store.entries(0, 10, noon)).toEqual([
			{
				...{ id, at: noon, tenant: 'default', agent: 'a', host: 'test', provider: 'openai', model: 'gpt', kind: 'chat' },
				...{ state: 'failed', errorCode: 'MODEL_TIMEOUT', usage, costUsd: 0.000123, priceTable: 'test 1', durationMs: 12 },
			},
		]);
	});

	it('gives up on calls that nobody settles, counts what they reserved, and believes who settles them after all', async () => {
		const store = openStore({ leaseMs: 1000 });
		const id = await store.reserve(call(), [daily], noon);
		expect((await store.entries(0, 1, noon + 1000))[0]?.state).toBe('open');
		expect((await store.entries(0, 1, noon + 1001))[0]?.state).toBe('lost');
		expect((await store.balances([daily], noon + 1001))[0]).toMatchObject({ spent: { costUsd: 1, calls: 1 }, reserved: { calls: 0 } });
		await store.settle(id, used(0.5));
		expect((await store.balances([daily], noon + 1001))[0]).toMatchObject({ spent: { costUsd: 0.5, calls: 1 } });
		expect((await store.entries(0, 1, noon))[0]?.state).toBe('ok');
	});

	it('is added up by what is asked for, between days', async () => {
		const store = openStore();
		const calls: Array<[number, Reservation, CallOutcome | undefined]> = [
			[noon - dayMs, call({ agent: 'a' }), used(0.1)],
			[noon, call({ agent: 'a' }), used(0.2)],
			[
				noon,
				call({ agent: 'b', tenant: 't', kind: 'embedding', costUsd: null }),
				{ ...used(null), state: 'failed', errorCode: 'MODEL_TIMEOUT' },
			],
			[noon, call(), undefined],
		];
		for (const [at, reservation, outcome] of calls) {
			const id = await store.reserve(reservation, [], at);
			if (outcome) await store.settle(id, outcome);
		}
		const of = async (query: Parameters<typeof store.totals>[0]) =>
			(await store.totals(query, noon)).map(({ group, calls, costUsd }) => [...Object.values(group), calls, costUsd]);
		expect(await of({ by: ['day'] })).toEqual([
			['2026-11-19', 1, 0.1],
			['2026-11-20', 3, 1.2],
		]);
		expect(await of({ by: ['agent'], from: noon - dayMs / 2 })).toEqual([
			[null, 1, 1],
			['a', 1, 0.2],
			['b', 1, 0],
		]);
		expect(await of({ by: ['month', 'model'], tenant: 'default', to: noon - dayMs / 2 })).toEqual([['2026-11', 'openai:gpt', 1, 0.1]]);
		expect(await store.totals({ by: [] }, noon)).toMatchObject([
			{ group: {}, calls: 4, failed: 1, open: 1, lost: 0, unpriced: 1, inputTokens: 130 },
		]);
		expect(await store.totals({ by: [], tenant: 'nobody' }, noon)).toEqual([]);
	});

	it('is pruned by age and number, and adds up to the same', async () => {
		const store = openStore({ retention: { maxCalls: 3, milliseconds: 10 * dayMs } });
		const total: Budget = { name: 'total', per: 'total', calls: 2000 };
		for (let day = 0; day < 20; day++)
			await store.settle(await store.reserve(call({ agent: day % 2 ? 'a' : null }), [], noon + day * dayMs), used(1));
		const now = noon + 19 * dayMs;
		const before = await store.totals({ by: ['day', 'agent'] }, now);
		for (let number = 0; number < 981; number++) await store.reserve(call({ costUsd: 0, usage: tokens(0) }), [], now);
		const kept = await store.entries(0, 2000, now);
		expect(kept[0]?.id).toBeGreaterThan(17);
		expect((await store.totals({ by: ['day', 'agent'] }, now)).slice(0, 19)).toEqual(before.slice(0, 19));
		expect((await store.balances([total], now))[0]).toMatchObject({ spent: { calls: 20, costUsd: 20 }, reserved: { calls: 981 } });
	});

	it('is a file of this user alone', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'));
		const file = join(folder, 'state', 'usage.db');
		await openStore({}, file).reserve(call(), [], noon);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		rmSync(folder, { recursive: true });
	});
});

/** What two processes that share a ledger may do, one of them with other budgets, or dying. */
type Act =
	| { kind: 'reserve'; knows: boolean; tenant: string; agent: string | null; nano: number; later: number }
	| { kind: 'settle'; which: number; share: number }
	| { kind: 'crash'; which: number };

const acts: fc.Arbitrary<Act[]> = fc.array(
	fc.oneof(
		fc.record({
			kind: fc.constant('reserve' as const),
			knows: fc.boolean(),
			tenant: fc.constantFrom('t', 'u'),
			agent: fc.constantFrom(null, 'a', 'b'),
			nano: fc.integer({ min: 0, max: 2_000_000_000 }),
			later: fc.constantFrom(0, 0, 1000, hour, dayMs),
		}),
		fc.record({ kind: fc.constant('settle' as const), which: fc.nat(20), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
		fc.record({ kind: fc.constant('crash' as const), which: fc.nat(20) }),
	),
	{ maxLength: 40 },
);

const caps: Budget[] = [
	{ name: 'all', per: 'total', costUsd: 20 },
	{ name: 'day of t', per: 'day', tenant: 't', costUsd: 5, calls: 9 },
	{ name: 'hour of a', per: 'hour', agent: 'a', costUsd: 3, tokens: 1500 },
];
const late: Budget[] = [{ name: 'set later', per: 'day', model: 'openai:gpt', costUsd: 7 }];

slowTest('no interleaving of reserving, settling and dying exceeds a cap, and the ledger adds up to what budgets hold', async () => {
	await fc.assert(
		fc.asyncProperty(acts, async (sequence) => {
			const store = openUsageStore(':memory:', { leaseMs: 5000 });
			let now = noon;
			const open: Array<{ id: number; nano: number }> = [];
			for (const act of sequence) {
				if (act.kind === 'reserve') {
					now += act.later;
					const budgets = [...caps, ...(act.knows ? late : [])].filter(
						({ tenant, agent }) => (tenant ?? act.tenant) === act.tenant && (agent ?? act.agent) === act.agent,
					);
					const reservation = call({ tenant: act.tenant, agent: act.agent, costUsd: act.nano / 1e9 });
					await store.reserve(reservation, budgets, now).then(
						(id) => open.push({ id, nano: act.nano }),
						() => undefined,
					);
				} else {
					const [one] = open.splice(act.which % Math.max(1, open.length), 1);
					if (one && act.kind === 'settle') await store.settle(one.id, used((one.nano * act.share) / 1e9));
				}
			}
			const entries = await store.entries(0, 1000, now);
			const balances = await store.balances([...caps, ...late], now);
			store.close();
			for (const { budget, spent, reserved } of balances) {
				const { since } = findWindow(budget.per, now);
				const mine = entries.filter(
					({ at, tenant, agent }) => at >= since && (budget.tenant ?? tenant) === tenant && (budget.agent ?? agent) === agent,
				);
				expect(spent.calls + reserved.calls).toBe(mine.length);
				expect(spent.costUsd + reserved.costUsd).toBeCloseTo(
					mine.reduce((sum, { costUsd }) => sum + costUsd!, 0),
					8,
				);
				if (budget.name !== 'set later') expect(spent.costUsd + reserved.costUsd).toBeLessThanOrEqual(budget.costUsd! + 1e-9);
				expect(spent.calls + reserved.calls).toBeLessThanOrEqual(budget.calls ?? Infinity);
			}
		}),
		{ numRuns: 60 },
	);
});
