/**
 * Milliseconds (p50) that a one-call turn of an agent with memory, tokens, a ledger and stored runs takes longer when PostgreSQL keeps its state, over
 * loopback with synced commits, than when SQLite does. Goal: at most 3.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runAgent } from '../../../core/agents/run-agent';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { definition, message } from './agent-overhead';
import { apiKey, withModelServer } from '../../models/model-server';
import { takeTurns } from '../../models/take-turns';

const rounds = Number(process.env.BENCH_ROUNDS ?? 600);
const turnsOfConversation = 4;

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-overhead-'));
	const cluster = await createCluster();
	await cluster.stop();
	await cluster.server.start({ fsync: process.env.BENCH_FSYNC ?? 'on' });
	const database = await cluster.createDatabase();
	try {
		const medians = await withModelServer(async (baseUrl) =>
			takeTurns(
				{ sqlite: await turnOn(baseUrl, join(folder, 'sqlite'), ''), postgres: await turnOn(baseUrl, join(folder, 'postgres'), database) },
				{ rounds, warmUp: 100 },
			),
		);
		for (const [way, milliseconds] of Object.entries(medians))
			console.log(`${way.padEnd(10)} p50 ${milliseconds.toFixed(3)} ms (${rounds} rounds)`);
		console.log(
			`a round trip ${(await measureRoundTrip(database)).toFixed(3)} ms, a commit ${(await measureCommit(database)).toFixed(3)} ms`,
		);
		return Number((medians.postgres - medians.sqlite).toFixed(2));
	} finally {
		// The agent keeps its connections for as long as the process lives.
		await cluster.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function turnOn(baseUrl: string, stateFolder: string, database: string) {
	const host = {
		gate: openGate(),
		agentFolders: [],
		stateFolder,
		database,
		memoryStore: database || undefined,
		providers: { openai: { apiKey, baseUrl } },
	};
	let turn = 0;
	return async () => {
		// As every host does for each message.
		const parts = await composeAgent({ kind: 'inline', definition: { ...definition, memory: { turns: 10 } } }, host);
		const conversationId = `conversation ${Math.floor(turn++ / turnsOfConversation)}`;
		const outcome = await runAgent({ message, conversationId }, parts, new AbortController().signal);
		if (outcome.kind !== 'reply') throw new Error(`the agent ended as ${outcome.kind}`);
	};
}

const measureRoundTrip = (database: string) => measure(database, 'select 1');
const measureCommit = (database: string) => measure(database, 'create table if not exists t (n int); insert into t values (1)');

async function measure(database: string, statement: string): Promise<number> {
	const client = new pg.Client({ connectionString: database });
	await client.connect();
	const { median } = await takeTurns({ median: () => client.query(statement) }, { rounds: 300, warmUp: 20 });
	await client.end();
	return median;
}
