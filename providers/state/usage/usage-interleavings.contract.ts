import fc from 'fast-check';
import type { Budget } from '../../../core/ports/budget';
import type { OpenEntry } from '../../../core/ports/usage';
import { slowTest } from '../../../test/support/slow-tests';
import { findWindow } from './usage-counters';
import { call, dayMs, hour, noon, used } from '../../../test/support/usage-samples';
import type { openUsageStore, UsageStoreOptions } from './usage-store';

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

/** Holds a ledger against random acts of two processes. @param openStore opens an empty one, which takes the caller's time */
export function describeInterleavings(
	openStore: (options?: UsageStoreOptions) => Promise<ReturnType<typeof openUsageStore>>,
	numRuns: number,
): void {
	slowTest('no interleaving of reserving, settling and dying exceeds a cap, and the ledger adds up to what budgets hold', async () => {
		await fc.assert(
			fc.asyncProperty(acts, async (sequence) => {
				const store = await openStore({ leaseMs: 5000 });
				let now = noon;
				const open: Array<{ entry: OpenEntry; nano: number }> = [];
				for (const act of sequence) {
					if (act.kind === 'reserve') {
						now += act.later;
						const budgets = [...caps, ...(act.knows ? late : [])].filter(
							({ tenant, agent }) => (tenant ?? act.tenant) === act.tenant && (agent ?? act.agent) === act.agent,
						);
						const reservation = call({ tenant: act.tenant, agent: act.agent, costUsd: act.nano / 1e9 });
						await store.reserve(reservation, budgets, now).then(
							(entry) => open.push({ entry, nano: act.nano }),
							() => undefined,
						);
					} else {
						const [one] = open.splice(act.which % Math.max(1, open.length), 1);
						if (one && act.kind === 'settle') await store.settle(one.entry, used((one.nano * act.share) / 1e9));
					}
				}
				const entries = await store.entries(0, 1000, now);
				const balances = await store.balances([...caps, ...late], now);
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
			{ numRuns },
		);
	});
}
