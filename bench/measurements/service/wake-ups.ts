/**
 * Milliseconds (p95) from a violation that one process wrote to its listener in another, over Redis with the state in PostgreSQL. The same over
 * PostgreSQL alone and without wake-ups are printed, with the transactions that one idle listener costs. Goal: 100.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ViolationRecord } from '../../../core/ports/guardrails/violations';
import { redisChannel } from '../../../providers/redis/redis-channel';
import { openViolationStore } from '../../../providers/state/violations/violation-store';
import type { Channel } from '../../../providers/wake-ups/channel';
import { postgresChannel } from '../../../providers/wake-ups/postgres-channel';
import { SharedWakeUps } from '../../../providers/wake-ups/shared-wake-ups';
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { findRedis, startRedis } from '../../../test/support/servers/redis-server';

const rounds = Number(process.env.BENCH_ROUNDS ?? 40);
const idleMs = 20_000;
/** PostgreSQL counts the transactions of a quiet connection ten seconds late. */
const settledMs = 12_000;
const record: Omit<ViolationRecord, 'id'> = {
	at: 1,
	conversation: null,
	agent: null,
	host: 'bench',
	guardrail: 'prices',
	code: 'PRICE',
	stage: 'output',
	action: 'log',
	tool: null,
	argument: null,
	matches: [],
	matchCount: 0,
	person: null,
	key: null,
	run: null,
	agentVersion: null,
	agentSha256: null,
	policy: null,
	policyVersion: null,
};

export async function run(): Promise<number> {
	const program = findRedis();
	if (!program) throw new Error('there is no redis-server on this machine');
	const [cluster, redis] = await Promise.all([createCluster(), startRedis(program)]);
	try {
		const ways: Array<[name: string, open: (address: string) => Channel | undefined]> = [
			['no wake-ups', () => undefined],
			['PostgreSQL', postgresChannel],
			['Redis', () => redisChannel(redis.url)],
		];
		let last = NaN;
		for (const [name, open] of ways) {
			const address = await cluster.createDatabase();
			const { delays, idle } = await measure(address, () => new SharedWakeUps({ channel: open(address) }));
			const at = (share: number) => delays.toSorted((one, other) => one - other)[Math.floor(delays.length * share)]!;
			last = at(0.95);
			console.log(
				`${name.padEnd(12)} p50 ${at(0.5).toFixed(1)} ms, p95 ${last.toFixed(1)} ms; idle ${idle.toFixed(2)} transactions a second`,
			);
		}
		return last;
	} finally {
		await redis.stop();
		await cluster.remove();
	}
}

async function measure(address: string, openWakeUps: () => SharedWakeUps) {
	const [writer, reader] = [1, 2].map(() => openViolationStore(address, { wakeUps: openWakeUps() }));
	await writer!.append('default', [record], { max: 1_000, since: 0 });
	let last = 1;
	let heard = (): void => undefined;
	const end = reader!.watch('default', () => {
		void reader!.read('default', last, 100).then((records) => {
			if (records.length === 0) return;
			last = records.at(-1)!.id;
			heard();
		});
	});
	await sleep(1_000);
	const delays: number[] = [];
	for (let round = 0; round < rounds; round++) {
		await sleep(200 + Math.random() * 300);
		const told = new Promise<void>((resolve) => (heard = resolve));
		await writer!.append('default', [record], { max: 1_000, since: 0 });
		const writtenAt = performance.now();
		await told;
		delays.push(Math.max(performance.now() - writtenAt, 0));
	}
	const idle = await countTransactions(address);
	end();
	await Promise.all([writer!.close(), reader!.close()]);
	return { delays, idle };
}

/** Without those of the counting itself. */
async function countTransactions(address: string): Promise<number> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	const read = async () =>
		Number(
			(await client.query<{ count: string }>('select xact_commit as count from pg_stat_database where datname = current_database()'))
				.rows[0]!.count,
		);
	await sleep(settledMs);
	const before = await read();
	await sleep(idleMs);
	const after = await read();
	await client.end();
	return ((after - before - 1) * 1000) / idleMs;
}
