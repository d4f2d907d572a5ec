import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import type { Budget } from '../../core/ports/budget';
import type { Reservation } from '../../core/ports/usage';
import { bundleVictim } from '../support/bundle-victim';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { writeSharedSetting } from '../../providers/compose/models/shared-limits';
import { readLimits } from '../../providers/compose/models/usage';
import { testRunTotals } from '../../providers/state/runs/run-totals.contract';
import { openStatementStore } from '../../providers/state/usage/statement-store';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import { call, used } from '../support/usage-samples';
import { describeUsageStore } from '../../providers/state/usage/usage-store.contract';
import type { Answered } from '../kill/ledger-victim';
import { onPostgres, postgresDatabases } from '../support/servers/databases';
import { liveAndDie } from '../support/processes/live-and-die';
import { waitUntil } from '../support/wait-until';

let server: Awaited<ReturnType<typeof postgresDatabases>>;
let opened: Array<{ close(): Promise<void> }> = [];

onPostgres('a ledger', () => {
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	afterEach(async () => {
		for (const store of opened) await store.close();
		opened = [];
	});
	afterAll(() => server.remove());

	describeUsageStore(
		async (options) => {
			const store = openUsageStore(await server.create(), { ...options, serverTime: false });
			opened.push(store);
			return store;
		},
		{ numRuns: 10 },
	);
});

onPostgres('statements of several machines', () => {
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	afterAll(() => server.remove());

	it('are closed and corrected once, whoever does it at the same time, each with the calls of its tenant', async () => {
		const place = await server.create();
		const mark = async (text: string) => `mark of ${text.length}`;
		const ledger = openUsageStore(place, { serverTime: false });
		const machines = [0, 1, 2].map(() => openStatementStore(place, mark));
		const [from, to] = [Date.UTC(2026, 9, 1, 3), Date.UTC(2026, 10, 1, 3)];
		const period = { timeZone: 'America/Sao_Paulo', from, to };
		const spend = async (at: number, tenant: string) => {
			const scope = { tenant, agent: 'clerk', host: 'n8n' };
			const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
			const started = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', costUsd: 0.1, priceTable: null, usage, scope } as const;
			const entry = await ledger.reserve(started, [], at);
			await ledger.settle(entry, { state: 'ok', errorCode: null, usage, costUsd: 0.1, durationMs: 1 });
		};
		const close = (now: number) => Promise.all(machines.map((one) => one.closeMonth('acme', '2026-10', period, now)));
		for (const at of [from, from + 1, to - 1, to]) await spend(at, 'acme');
		await spend(from, 'globex');
		for (const documents of await close(to)) expect(documents).toMatchObject([{ number: 1, lines: [{ calls: 3, nanoUsd: 300_000_000 }] }]);
		await spend(from + 2, 'acme');
		for (const documents of await close(to + 1)) expect(documents).toMatchObject([{ number: 1 }, { number: 2, lines: [{ calls: 1 }] }]);
		expect(await machines[0]!.read('globex', '2026-10')).toEqual([]);
		await Promise.all([ledger, ...machines].map((one) => one.close()));
	});
});

onPostgres('the totals of runs', () => {
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	afterAll(() => server.remove());
	testRunTotals(() => server.create());
});

onPostgres('a ledger of several machines', () => {
	let folder: string;
	let place: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-machines-'));
		server = await postgresDatabases();
	});
	beforeEach(async () => {
		place = await server.create();
	});
	afterAll(async () => {
		rmSync(folder, { recursive: true, force: true });
		await server.remove();
	});

	it('holds a cap, whatever their clocks show and whoever is killed', async () => {
		const victim = bundleVictim(folder, join(__dirname, '../kill/ledger-victim.ts'));
		const cap = 0.004;
		const hour = 3_600_000;
		const machine = (life: number, untilRefused = false) => {
			const args = [join(folder, `machine-${life % 3}`), String(cap), String(life), String(((life % 3) - 1) * 30 * hour)];
			return liveAndDie(victim, args, { env: { ...process.env, TROUPE_DATABASE_URL: place }, untilRefused });
		};
		const answered: Answered[] = [];
		for (let life = 0; life < 12; life += 3)
			answered.push(...(await Promise.all([life, life + 1, life + 2].map((one) => machine(one)))).flat());
		answered.push(...(await machine(12, true)));

		const store = openUsageStore(place, { leaseMs: 0 });
		const [entries, [balance]] = [await store.entries(0, 100_000, 0), await store.balances([{ name: 'cap', per: 'day', costUsd: cap }], 0)];
		await store.close();
		const settled = new Map(entries.filter(({ state }) => state === 'ok').map(({ tenant, costUsd }) => [tenant, costUsd]));
		expect(answered.filter(({ call, costUsd }) => settled.get(call) !== costUsd)).toEqual([]);
		expect(answered.length).toBeGreaterThan(12);
		expect(entries.every(({ at }) => Math.abs(at - Date.now()) < hour)).toBe(true);
		expect(entries.filter(({ state }) => state === 'open')).toEqual([]);
		expect(balance).toMatchObject({ spent: { calls: entries.length }, reserved: { calls: 0 } });
		expect(balance!.spent.costUsd).toBeCloseTo(
			entries.reduce((sum, { costUsd }) => sum + costUsd!, 0),
			8,
		);
		expect(balance!.spent.costUsd).toBeLessThanOrEqual(cap);
		expect(balance!.spent.costUsd).toBeGreaterThan(cap * 0.8);
	});

	it('counts in budgets that overlap, without two calls that wait for each other', async () => {
		const budgets: Budget[] = [
			{ name: 'all', per: 'total', calls: 90 },
			{ name: 'of the agent', per: 'day', agent: 'a', calls: 50 },
			{ name: 'of the model', per: 'month', model: 'openai:gpt', calls: 60 },
		];
		const machines = [openUsageStore(place), openUsageStore(place), openUsageStore(place)];
		opened.push(...machines);
		const kinds = [call({ agent: 'a' }), call({ agent: 'b' }), call({ tenant: 't', agent: 'a', model: 'other' })];
		const covering = ({ scope, model }: Reservation) =>
			budgets.filter(
				(budget) => (budget.agent ?? scope.agent) === scope.agent && (budget.model ?? `openai:${model}`) === `openai:${model}`,
			);
		const refused: string[] = [];
		await Promise.all(
			Array.from({ length: 150 }, async (_, number) => {
				const reservation = kinds[number % 3]!;
				const store = machines[number % machines.length]!;
				const entry = await store
					.reserve(
						reservation,
						covering(reservation).toSorted(() => (number % 2) - 0.5),
						Date.now(),
					)
					.catch((error: TroupeError) => void refused.push(error.code));
				if (entry && number % 5 > 0) await store.settle(entry, used(0.5));
			}),
		);
		expect(new Set(refused)).toEqual(new Set(['BUDGET_EXCEEDED']));
		const counts = (await machines[0]!.balances(budgets, Date.now())).map(({ spent, reserved }) => spent.calls + reserved.calls);
		expect(counts[0]).toBe(150 - refused.length);
		budgets.forEach(({ calls }, index) => expect(counts[index]).toBeLessThanOrEqual(calls!));
		const totals = await machines[0]!.totals({ by: ['agent'], tenant: 'default' }, Date.now());
		expect(totals.reduce((sum, { calls }) => sum + calls, 0)).toBeLessThan(150 - refused.length);
	});

	it('have the budgets that one of them sets, within seconds', async () => {
		const host = (machine: string) => ({ stateFolder: join(folder, machine), database: place });
		const budgets = async (machine: string, tenant?: string) =>
			(await readLimits({ ...host(machine), tenant })).budgets.map(({ name }) => name);
		expect([await budgets('a'), await budgets('b'), await budgets('b', 't')]).toEqual([[], [], []]);
		const set = (name: string, tenant: string) =>
			writeSharedSetting(host('a'), tenant, JSON.stringify({ budgets: [{ name, per: 'day', calls: 1 }] }), 'a file');
		const versions = (await Promise.all([set('all', '*'), set('all', '*'), set('all', '*')])).map(({ version }) => version);
		expect(versions.toSorted()).toEqual([1, 2, 3]);
		await set('of t', 't');
		await waitUntil('the budgets of another machine', async () => (await budgets('b', 't')).length === 2, { everyMs: 200 });
		expect([await budgets('b'), await budgets('b', 't')]).toEqual([['all'], ['all', 'of t']]);
	});

	it('announce a budget once', async () => {
		const event = (host: string) => ({ guardrail: 'month', code: 'BUDGET_80', stage: 'usage', action: 'log', host }) as const;
		const logs = await Promise.all(
			['a', 'b', 'c'].map((machine) =>
				composeViolationLog({ stateFolder: join(folder, machine), database: `${place}?application_name=${machine}` }),
			),
		);
		const results = await Promise.all(Array.from({ length: 30 }, (_, number) => logs[number % 3]!.recordOnce('key', event(`${number}`))));
		expect(results.filter(Boolean)).toHaveLength(1);
		expect(await logs[0]!.read()).toHaveLength(1);
	});
});
