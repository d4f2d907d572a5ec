import type { Budget } from '../../../core/ports/budget';
import type { CallOutcome, Reservation } from '../../../core/ports/usage';
import { describeInterleavings } from './usage-interleavings.contract';
import { call, dayMs, noon, tokens, used } from '../../../test/support/usage-samples';
import type { openUsageStore, UsageStoreOptions } from './usage-store';

/** What every ledger does. @param openStore opens an empty one, which takes the caller's time */
export function describeUsageStore(
	openStore: (options?: UsageStoreOptions) => Promise<ReturnType<typeof openUsageStore>>,
	{ numRuns }: { numRuns: number },
): void {
	const daily: Budget = { name: 'daily', per: 'day', costUsd: 3 };

	describe('a budget', () => {
		it('holds what calls reserve, then what they used', async () => {
			const store = await openStore();
			const first = await store.reserve(call(), [daily], noon);
			await store.reserve(call(), [daily], noon);
			await store.reserve(call(), [daily], noon);
			await expect(store.reserve(call({ costUsd: 0.000001 }), [daily], noon)).rejects.toMatchObject({
				code: 'BUDGET_EXCEEDED',
				retryable: false,
				message:
					'The budget "daily" (3 USD per day) is used up: 0 USD spent, 3 USD reserved for calls in progress. The model was not asked. It resets at 2026-11-21T00:00:00.000Z.',
				details: {
					budget: 'daily',
					field: 'costUsd',
					cap: 3,
					spent: 0,
					reserved: 3,
					wanted: 0.000001,
					resetsAt: '2026-11-21T00:00:00.000Z',
				},
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
			const store = await openStore();
			const calls: Budget = { name: 'calls', per: 'hour', calls: 1, agent: 'a' };
			await store.reserve(call({ agent: 'a' }), [daily, calls], noon);
			await expect(store.reserve(call({ agent: 'a' }), [daily, calls], noon)).rejects.toMatchObject({
				details: { budget: 'calls', field: 'calls' },
			});
			expect((await store.balances([daily], noon))[0]?.reserved.calls).toBe(1);
			expect(await store.entries(0, 10, noon)).toHaveLength(1);
		});

		it('of an agent covers the agents that it calls, also where it is set later', async () => {
			const store = await openStore();
			const ofLead: Budget = { name: 'team', per: 'day', calls: 3, agent: 'lead' };
			const helps = call({ agent: 'helper', callers: ['lead'] });
			await store.settle(await store.reserve(helps, [], noon), used(0.5), []);
			await store.reserve(call({ agent: 'deep', callers: ['lead', 'helper'] }), [ofLead], noon);
			await store.reserve(call({ agent: 'helper', callers: ['leader'] }), [], noon);
			await store.reserve(call({ agent: 'lead' }), [ofLead], noon);
			await expect(store.reserve(helps, [ofLead], noon)).rejects.toMatchObject({ details: { budget: 'team', spent: 1, reserved: 2 } });
			expect((await store.entries(0, 9, noon)).map(({ callers }) => callers)).toEqual([
				['lead'],
				['lead', 'helper'],
				['leader'],
				undefined,
			]);
			const totals = await store.totals({ by: ['callers', 'agent'] }, noon);
			expect(totals.map(({ group }) => [group.callers, group.agent])).toEqual([
				[null, 'lead'],
				['lead', 'helper'],
				['lead/helper', 'deep'],
				['leader', 'helper'],
			]);
		});

		it('per minute is a rate limit that says when to try again', async () => {
			const store = await openStore();
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
			const store = await openStore();
			await store.reserve(call(about), [], noon);
			expect((await store.balances([budget], noon))[0]?.reserved.calls).toBe(counts ? 1 : 0);
			await store.reserve(call(about), [], noon);
			expect((await store.balances([budget], noon))[0]?.reserved.calls).toBe(counts ? 2 : 0);
		});

		it.each(['instance', 'run'] as const)('per %s is counted for each of them, and reports the fullest', async (per) => {
			const store = await openStore();
			const budget: Budget = { name: 'each', per, calls: 2 };
			const origin = (id: string) => call({ scope: { tenant: 'default', agent: null, host: 'test', [per]: id, execution: `e${id}` } });
			await store.reserve(origin('1'), [], noon);
			await store.settle(await store.reserve(origin('1'), [budget], noon), used(0.5));
			await store.reserve(origin('2'), [budget], noon + 40 * dayMs);
			await expect(store.reserve(origin('1'), [budget], noon + 40 * dayMs)).rejects.toMatchObject({
				code: 'BUDGET_EXCEEDED',
				message: expect.stringContaining(`(2 calls per ${per})`),
				details: { cap: 2, spent: 1, reserved: 1, resetsAt: null },
			});
			expect(await store.balances([budget], noon + 40 * dayMs)).toMatchObject([
				{ spent: { calls: 2 }, reserved: { calls: 0 }, resetsAt: null },
			]);
			expect(
				(await store.totals({ by: [per, 'execution'] }, noon)).map(({ group, calls }) => [group[per], group.execution, calls]),
			).toEqual([
				['1', 'e1', 2],
				['2', 'e2', 1],
			]);
		});

		it('on cost refuses a call whose price nobody knows, and one on tokens holds it', async () => {
			const store = await openStore();
			const refused = store.reserve(call({ costUsd: null }), [daily], noon);
			await expect(refused).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED', details: { reason: 'price-unknown', model: 'openai:gpt' } });
			await store.reserve(call({ costUsd: null }), [{ name: 'tokens', per: 'day', tokens: 100 }], noon);
		});
	});

	describe('the ledger', () => {
		it('keeps what a call was', async () => {
			const store = await openStore();
			const entry = await store.reserve(call({ agent: 'a' }), [], noon);
			const usage = tokens(90, { outputTokens: 7, cachedInputTokens: 30, cacheWriteTokens: 20, reasoningTokens: 3, tier: 'flex' });
			await store.settle(entry, { state: 'failed', errorCode: 'MODEL_TIMEOUT', usage, costUsd: 0.000123, durationMs: 12.4 });
			await store.settle(entry, used(5));
			expect(await store.entries(0, 10, noon)).toEqual([
				{
					id: entry.id,
					at: noon,
					tenant: 'default',
					agent: 'a',
					host: 'test',
					provider: 'openai',
					model: 'gpt',
					kind: 'chat',
					state: 'failed',
					errorCode: 'MODEL_TIMEOUT',
					usage,
					costUsd: 0.000123,
					priceTable: 'test 1',
					durationMs: 12,
				},
			]);
		});

		it('gives up on calls that nobody settles, counts what they reserved, and believes who settles them after all', async () => {
			const store = await openStore({ leaseMs: 1000 });
			const id = await store.reserve(call(), [daily], noon);
			expect((await store.entries(0, 1, noon + 1000))[0]?.state).toBe('open');
			expect((await store.entries(0, 1, noon + 1001))[0]?.state).toBe('lost');
			expect((await store.balances([daily], noon + 1001))[0]).toMatchObject({ spent: { costUsd: 1, calls: 1 }, reserved: { calls: 0 } });
			await store.settle(id, used(0.5));
			expect((await store.balances([daily], noon + 1001))[0]).toMatchObject({ spent: { costUsd: 0.5, calls: 1 } });
			expect((await store.entries(0, 1, noon))[0]?.state).toBe('ok');
		});

		it('is added up by what is asked for, between days', async () => {
			const store = await openStore();
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
			const page = { after: ['', '2026-11-19'], limit: 2 };
			expect(await of({ by: ['agent', 'day'], page })).toEqual([
				[null, '2026-11-20', 1, 1],
				['a', '2026-11-19', 1, 0.1],
			]);
			expect(await store.totals({ by: [] }, noon)).toMatchObject([
				{ group: {}, calls: 4, failed: 1, open: 1, lost: 0, unpriced: 1, inputTokens: 130 },
			]);
			expect(await store.totals({ by: [], tenant: 'nobody' }, noon)).toEqual([]);
		});

		it('tells what runs sent again without a cache, apart from calls that nobody waits for', async () => {
			const store = await openStore();
			const send = async (inputTokens: number, later: number, run: string | undefined, cachedInputTokens = 0) => {
				const scope = { tenant: 'default', agent: 'a', host: 'test', ...(run !== undefined && { run, conversation: 'c' }) };
				const entry = await store.reserve(call({ scope, usage: tokens(inputTokens), priceTable: 'litellm 1' }), [], noon + later);
				await store.settle(entry, { ...used(1), usage: tokens(inputTokens, { cachedInputTokens, outputTokens: 5 }) });
			};
			await send(2000, 0, '1');
			await send(2500, 1000, '1');
			await send(3000, 2000, '1', 2400);
			await send(2000, 0, '2');
			await send(2000, 9 * 60_000, '2');
			await send(5000, 0, undefined);
			await send(5000, 1, undefined);
			const patterns = await store.patterns(noon, 'default', noon);
			expect(patterns.toSorted((one, other) => one.calls - other.calls)).toEqual([
				{
					agent: 'a',
					provider: 'openai',
					model: 'gpt',
					kind: 'chat',
					isConversation: false,
					calls: 2,
					inputTokens: 10_000,
					cachedInputTokens: 0,
					cacheWriteTokens: 0,
					outputTokens: 10,
					repeatedTokens: 0,
					writtenTokens: 0,
				},
				{
					agent: 'a',
					provider: 'openai',
					model: 'gpt',
					kind: 'chat',
					isConversation: true,
					calls: 5,
					inputTokens: 11_500,
					cachedInputTokens: 2400,
					cacheWriteTokens: 0,
					outputTokens: 25,
					repeatedTokens: 2100,
					writtenTokens: 4500,
				},
			]);
			expect(await store.patterns(noon, 'nobody', noon)).toEqual([]);
		});

		it('is pruned by age and number, and adds up to the same', async () => {
			const store = await openStore({ retention: { maxCalls: 3, milliseconds: 10 * dayMs } });
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
	});

	describeInterleavings(openStore, numRuns);
}
