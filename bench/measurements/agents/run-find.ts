/**
 * Milliseconds (p95) to find runs by contact, tool and two words of the text of an error among a million, of which one contact has a tenth, in
 * PostgreSQL. The same in SQLite is printed before it. Goal: at most 50; in SQLite 100.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { openRunStore, type StoredRuns } from '../../../providers/state/runs/run-store';
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { timed } from '../../timed';

const runs = Number(process.env.BENCH_RUNS ?? 1_000_000);
const searches = Number(process.env.BENCH_ROUNDS ?? 300);
const wordsOfAll = 600;
/** Each run calls one of forty tools, every second one the commonest. */
const toolOf = (run: number) => (run % 2 === 0 ? 'look_up' : `tool_${run % 40}`);
const contactOf = (run: number) => (run % 10 === 0 ? 'heavy' : `contact_${run % 20_000}`);
/** Every twentieth run fails; a word of ten is in most errors. */
const failed = 20;
const wordOf = (run: number, place: number) => (place === 0 ? `common${run % 10}` : `word${(run * 7 + place * 131) % wordsOfAll}`);
const words = [0, 1, 2, 3, 4, 5];

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-find-'));
	const cluster = await createCluster();
	try {
		await measure('SQLite', join(folder, 'state.db'), (place) => fillSqlite(place));
		const place = await cluster.createDatabase();
		return await measure('PostgreSQL', place, () => fillPostgres(cluster.asSuperuser(place)));
	} finally {
		await cluster.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(name: string, place: string, fill: (place: string) => Promise<void>): Promise<number> {
	const store = openRunStore(place, { tenant: 'default', pseudonym: async (_kind, id) => id });
	await store.list(1); // creates the tables
	const fillMs = await timed(() => fill(place));
	const times: number[] = [];
	let found = 0;
	for (let search = 0; search < searches; search += 1)
		times.push(
			await timed(async () => {
				found += await find(store, search);
			}),
		);
	await store.close();
	if (found < searches) throw new Error(`${searches} searches found ${found} runs`);
	times.sort((one, other) => one - other);
	const at = (share: number) => times[Math.floor(times.length * share)]!;
	console.log(
		`${name}: ${runs} runs written in ${Math.round(fillMs / 1000)} s; p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, longest ${at(0.999).toFixed(1)} ms`,
	);
	return Number(at(0.95).toFixed(1));
}

/** Looks for a run that failed, every third time with the commonest word and every other time as the contact with the most runs. */
async function find(store: StoredRuns, search: number): Promise<number> {
	const number = (Math.floor((search * 7_919 * failed) % runs) / failed) | 0;
	const wanted = number * failed;
	const error = [wordOf(wanted, search % 3), wordOf(wanted, 4)].join(' ');
	const filter = { contact: search % 2 === 0 ? contactOf(wanted) : undefined, tool: toolOf(wanted), error };
	return (await store.list(50, false, filter)).length;
}

const columns = `tenant, id, holder, leased_until, entries, mark, touched_at, started_at, contact, conversation, state, agent, agent_version, host, attempts`;
const runRow = (concat: string) =>
	`'default', ${concat}, NULL, 0, 0, '', 1700000000000 + n * 1000, 1700000000000 + n * 1000,
	CASE WHEN n % 10 = 0 THEN 'heavy' ELSE 'contact_' || (n % 20000) END, 'conversation_' || (n % 50000),
	CASE WHEN n % ${failed} = 0 THEN 'failed' ELSE 'completed' END, 'support', '1.0.0', 'channel', 1`;
const term = (text: string) => `SELECT 'default', ${text}, 1700000000000 + n * 1000, 'run-' || n FROM numbers`;
const statements = (numbers: string) => [
	`${numbers} INSERT INTO run (${columns}) SELECT ${runRow("'run-' || n")} FROM numbers`,
	`${numbers} INSERT INTO run_term (tenant, term, at, run) ${term("CASE WHEN n % 2 = 0 THEN 'tool:look_up' ELSE 'tool:tool_' || (n % 40) END")}`,
	...words.map((place) => {
		const word = place === 0 ? `'common' || (n % 10)` : `'word' || ((n * 7 + ${place * 131}) % ${wordsOfAll})`;
		return `${numbers} INSERT INTO run_term (tenant, term, at, run) ${term(`'word:' || ${word}`)} WHERE n % ${failed} = 0`;
	}),
];

async function fillSqlite(place: string): Promise<void> {
	const database = new DatabaseSync(place);
	database.exec('PRAGMA synchronous = OFF');
	const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${runs - 1})`;
	database.exec('BEGIN');
	for (const statement of statements(numbers)) database.exec(statement);
	database.exec('COMMIT');
	database.close();
}

async function fillPostgres(address: string): Promise<void> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	await client.query('SET search_path = troupe');
	const numbers = `WITH numbers (n) AS (SELECT generate_series(0::bigint, ${runs - 1}))`;
	for (const statement of statements(numbers)) await client.query(statement);
	await client.end();
}
