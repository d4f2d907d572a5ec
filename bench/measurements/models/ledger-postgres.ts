/**
 * Reservations a second that 8 processes make in one ledger on PostgreSQL, divided by bare transactions on the same rows: insert a call, add to the
 * counter of one budget, commit. Goal: 0.7 or more. A budget that is exceeded fails the measurement.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { isTroupeError } from '../../../core/base/errors';
import type { Budget } from '../../../core/ports/budget';
import type { Reservation } from '../../../core/ports/usage';
import { openUsageStore } from '../../../providers/state/usage/usage-store';
import { createCluster } from '../../../test/support/servers/postgres-cluster';

/** A variable of a calling process: the address of the database. */
const workerMark = 'TROUPE_BENCH_LEDGER';
const processes = 8;
const rounds = Number(process.env.BENCH_ROUNDS ?? 15);
const roundMs = 700;
const triesOfCapped = 200;

type Way = 'troupe' | 'bare' | 'capped';
const roomy: Budget = { name: 'roomy', per: 'total', calls: 1e9 };
const capped: Budget = { name: 'capped', per: 'total', agent: 'capped', calls: (processes * triesOfCapped) / 2 };
const reservation: Reservation = {
	scope: { tenant: 'default', agent: null, host: 'bench' },
	provider: 'openai',
	model: 'gpt-4.1-mini',
	kind: 'chat',
	usage: { inputTokens: 100, outputTokens: 20, estimated: true },
	costUsd: 0.0001,
	priceTable: 'bench',
};

export async function run(): Promise<number> {
	const cluster = await createCluster();
	const address = await cluster.createDatabase();
	const store = openUsageStore(address);
	await store.balances([roomy, capped], Date.now());
	const workers = await Promise.all(Array.from({ length: processes }, () => startWorker(address)));
	try {
		const measure = async (way: Way) =>
			(await Promise.all(workers.map((worker) => worker.ask(way)))).reduce((sum, count) => sum + count, 0);
		const ratios: number[] = [];
		await measure('bare');
		await measure('troupe');
		for (let round = 0; round < rounds; round += 1) {
			const bare = await measure('bare');
			const troupe = await measure('troupe');
			ratios.push(troupe / bare);
			console.log(`troupe ${Math.round((troupe * 1000) / roundMs)} a second, bare ${Math.round((bare * 1000) / roundMs)}`);
		}
		const overshoot = (await measure('capped')) - capped.calls!;
		console.log(`overshoot ${overshoot}`);
		if (overshoot !== 0) throw new Error(`${overshoot} calls more than the budget of ${capped.calls} allows were reserved.`);
		return Number(ratios.sort((a, b) => a - b)[rounds >> 1]!.toFixed(2));
	} finally {
		workers.forEach((worker) => worker.end());
		await store.close();
		await cluster.remove();
	}
}

async function startWorker(address: string) {
	const child = spawn(process.execPath, [__filename], {
		env: { ...process.env, [workerMark]: address },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const answers = createInterface(child.stdout);
	await once(answers, 'line');
	return {
		async ask(way: Way): Promise<number> {
			child.stdin.write(`${way}\n`);
			return Number(((await once(answers, 'line')) as string[])[0]);
		},
		end: () => child.stdin.end(),
	};
}

async function work(address: string): Promise<void> {
	const store = openUsageStore(address);
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	const key = await prepare(client);
	await store.balances([roomy], Date.now());
	const ways: Record<Way, () => Promise<number>> = {
		troupe: () => repeat(() => store.reserve(reservation, [roomy], Date.now())),
		bare: () => repeat(() => reserveBare(client, key)),
		capped: () => reserveCapped(store),
	};
	console.log('ready');
	for await (const way of createInterface(process.stdin)) console.log(await ways[way as Way]());
	await client.end();
	await store.close();
}

async function repeat(act: () => Promise<unknown>): Promise<number> {
	const end = Date.now() + roundMs;
	let count = 0;
	for (; Date.now() < end; count += 1) await act();
	return count;
}

async function prepare(client: pg.Client): Promise<string> {
	await client.query(`select set_config('troupe.tenant', 'default', false), set_config('search_path', 'troupe', false)`);
	return (await client.query<{ key: string }>('select key from usage_counter where agent is null')).rows[0]!.key;
}

const columns =
	'at tenant agent host run conversation process instance element provider model kind cost price_table state duration input cached cache_write output reasoning tier estimated searches';
const insertion = `insert into usage_call (${columns.replaceAll(' ', ', ')}) values (${columns
	.split(' ')
	.map((_, index) => `$${index + 1}`)
	.join(', ')}) returning id`;

async function reserveBare(client: pg.Client, key: string): Promise<void> {
	await client.query('begin');
	await client.query(insertion, [
		Date.now(),
		'default',
		null,
		'bench',
		null,
		null,
		null,
		null,
		null,
		'openai',
		'gpt-4.1-mini',
		'chat',
		100_000,
		'bench',
		'open',
		0,
		100,
		0,
		0,
		20,
		0,
		null,
		1,
		0,
	]);
	await client.query(
		`update usage_counter set cost = cost + $1, tokens = tokens + $2, calls = calls + 1, open_cost = open_cost + $1, open_tokens = open_tokens + $2,
			open_calls = open_calls + 1 where key = $3 returning cost, tokens, calls`,
		[100_000, 120, key],
	);
	await client.query('commit');
}

async function reserveCapped(store: ReturnType<typeof openUsageStore>): Promise<number> {
	let passed = 0;
	const mine = { ...reservation, scope: { ...reservation.scope, agent: 'capped' } };
	for (let tried = 0; tried < triesOfCapped; tried += 1) {
		try {
			await store.reserve(mine, [roomy, capped], Date.now());
			passed += 1;
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'BUDGET_EXCEEDED') throw error;
		}
	}
	return passed;
}

const setting = process.env[workerMark];
if (setting !== undefined) void work(setting);
