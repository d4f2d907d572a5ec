import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Budget } from '../../../core/ports/budget';
import { findWindow } from './usage-counters';
import { openUsageStore, type UsageStoreOptions } from './usage-store';
import { call, dayMs, noon, used } from '../../../test/support/usage-samples';
import { describeUsageStore } from './usage-store.contract';

const copied =
	'at, tenant, agent, host, provider, model, kind, state, error_code, input, cached, cache_write, output, reasoning, tier, estimated, cost, price_table, duration, searches, run, conversation, person, api_key, agent_version, agent_sha256, process, instance, element, execution, channel, callers, pruned, 5, mark';

let opened: Array<{ close(): Promise<void> }> = [];
afterEach(async () => {
	for (const store of opened) await store.close();
	opened = [];
});
function openStore(options?: UsageStoreOptions, file = ':memory:') {
	const store = openUsageStore(file, options);
	opened.push(store);
	return store;
}

describe('a ledger in SQLite', () => describeUsageStore(async (options) => openStore(options), { numRuns: 60 }));

test('a budget has windows in UTC', () => {
	const at = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
	const iso = (per: Budget['per']) => Object.values(findWindow(per, at)).map((time) => new Date(time).toISOString().slice(0, 16));
	expect(iso('minute')).toEqual(['2026-12-31T23:59', '2027-01-01T00:00']);
	expect(iso('hour')).toEqual(['2026-12-31T23:00', '2027-01-01T00:00']);
	expect(iso('day')).toEqual(['2026-12-31T00:00', '2027-01-01T00:00']);
	expect(iso('month')).toEqual(['2026-12-01T00:00', '2027-01-01T00:00']);
});

test('a ledger is a file of this user alone', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'));
	const file = join(folder, 'state', 'usage.db');
	await openStore({}, file).reserve(call(), [], noon);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	rmSync(folder, { recursive: true });
});

describe('a check of the ledger', () => {
	let folder: string;
	let file: string;
	beforeEach(() => (file = join((folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'))), 'state.db')));
	afterEach(() => rmSync(folder, { recursive: true }));
	const open = (options?: UsageStoreOptions) => openStore({ mark: async (text) => hash('sha256', `key ${text}`), ...options }, file);

	async function fill(store: ReturnType<typeof openStore>) {
		for (const agent of ['a', 'b', 'c', 'd']) await store.settle(await store.reserve(call({ agent }), [], noon), used(1));
		await store.reserve(call({ agent: 'open' }), [], noon);
		await store.settle(await store.reserve(call({ tenant: 'other' }), [], noon), used(1));
	}

	it.each([
		['a changed cost', `update usage_call set cost = 0 where agent = 'b'`, [[2, 'changed']]],
		['a changed person', `update usage_call set person = 'bo' where agent = 'b'`, [[2, 'changed']]],
		['a changed call that is open', `update usage_call set agent = 'e' where agent = 'open'`, [['open call 5', 'changed']]],
		[
			'one that counts as open again',
			`update usage_call set state = 'open', number = null where agent = 'd'`,
			[
				[4, 'removed'],
				['open call 4', 'changed'],
			],
		],
		['a removed one (flare19/payment-reconciliation-agent-platform#18)', `delete from usage_call where agent = 'b'`, [[2, 'removed']]],
		['the removed last ones (msaad00/agent-bom#3697)', `delete from usage_call where agent in ('c', 'd')`, [[3, 'removed']]],
		[
			'the removed last one, with its number',
			`delete from usage_call where agent = 'd'; update last_call set id = 3 where tenant = 'default'`,
			[[3, 'changed']],
		],
		['an added one', `insert into usage_call select 99, ${copied} from usage_call where agent = 'd'`, [[5, 'added']]],
	])('finds %s', async (_what, statement, expected) => {
		const store = open();
		await fill(store);
		expect(await store.check()).toEqual({ records: 6, faults: [] });
		new DatabaseSync(file).exec(statement);
		expect((await store.check('default')).faults.map(({ id, problem }) => [id, problem])).toEqual(expected);
		expect((await store.check('other')).faults).toEqual([]);
	});

	it('finds no fault in calls that were given up, settled late and added to their day, and tells a changed day', async () => {
		const store = open({ leaseMs: 1000, retention: { maxCalls: 2, milliseconds: 10 * dayMs } });
		await fill(store);
		const late = await store.reserve(call({ agent: 'late' }), [], noon);
		await store.balances([], noon + 5000);
		await store.settle(late, used(1));
		await open({ retention: { maxCalls: 2, milliseconds: 10 * dayMs } }).reserve(call({ agent: 'next' }), [], noon + 3 * dayMs);
		expect((await store.check()).faults).toEqual([]);
		const database = new DatabaseSync(file);
		database.exec(`update usage_day set cost = 0 where agent = 'a'`);
		expect((await store.check()).faults).toEqual([{ tenant: 'default', id: '2026-11-20 a openai:gpt', problem: 'changed' }]);
		database.exec(`delete from usage_day where agent = 'a'`);
		expect((await store.check()).faults).toEqual([{ tenant: 'default', id: 'days', problem: 'removed' }]);
	});

	it('does not seal what somebody changed while the call was open', async () => {
		const store = open({ leaseMs: 1000 });
		const [settled] = [await store.reserve(call({ agent: 'a' }), [], noon), await store.reserve(call({ agent: 'b' }), [], noon)];
		new DatabaseSync(file).exec(`update usage_call set person = 'bo'`);
		await store.settle(settled, used(1));
		await store.balances([], noon + 5000);
		expect((await store.check()).faults).toMatchObject([
			{ id: 1, problem: 'changed' },
			{ id: 2, problem: 'changed' },
		]);
	});
});
