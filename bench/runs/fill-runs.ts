/** Writes a million runs straight into the tables, for measurements of lists and searches. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

export const runs = Number(process.env.BENCH_RUNS ?? 1_000_000);
/** A million are of the last six days: lists show a week, and older ones are cleaned. */
const everyMs = 500;
const begin = Date.now() - runs * everyMs;
const wordsOfAll = 600;
/** Each run calls one of forty tools, every second one the commonest. */
export const toolOf = (run: number) => (run % 2 === 0 ? 'look_up' : `tool_${run % 40}`);
export const contactOf = (run: number) => (run % 10 === 0 ? 'heavy' : `contact_${run % 20_000}`);
/** Every twentieth run fails; a word of ten is in most errors. */
export const failed = 20;
export const wordOf = (run: number, place: number) => (place === 0 ? `common${run % 10}` : `word${(run * 7 + place * 131) % wordsOfAll}`);
const words = [0, 1, 2, 3, 4, 5];

const columns = `tenant, id, holder, leased_until, entries, mark, touched_at, started_at, contact, conversation, state, agent, agent_version, host, attempts`;
const runRow = (concat: string) =>
	`'default', ${concat}, NULL, 0, 0, '', ${begin} + n * ${everyMs}, ${begin} + n * ${everyMs},
	CASE WHEN n % 10 = 0 THEN 'heavy' ELSE 'contact_' || (n % 20000) END, 'conversation_' || (n % 50000),
	CASE WHEN n % ${failed} = 0 THEN 'failed' ELSE 'completed' END, 'support', '1.0.0', 'channel', 1`;
const term = (text: string) => `SELECT 'default', ${text}, ${begin} + n * ${everyMs}, 'run-' || n FROM numbers`;
const statements = (numbers: string) => [
	`${numbers} INSERT INTO run (${columns}) SELECT ${runRow("'run-' || n")} FROM numbers`,
	`${numbers} INSERT INTO run_term (tenant, term, at, run) ${term("CASE WHEN n % 2 = 0 THEN 'tool:look_up' ELSE 'tool:tool_' || (n % 40) END")}`,
	...words.map((place) => {
		const word = place === 0 ? `'common' || (n % 10)` : `'word' || ((n * 7 + ${place * 131}) % ${wordsOfAll})`;
		return `${numbers} INSERT INTO run_term (tenant, term, at, run) ${term(`'word:' || ${word}`)} WHERE n % ${failed} = 0`;
	}),
];

export async function fillSqlite(place: string): Promise<void> {
	const database = new DatabaseSync(place);
	database.exec('PRAGMA synchronous = OFF');
	const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${runs - 1})`;
	database.exec('BEGIN');
	for (const statement of statements(numbers)) database.exec(statement);
	database.exec('COMMIT');
	database.close();
}

export async function fillPostgres(address: string): Promise<void> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	await client.query('SET search_path = troupe');
	const numbers = `WITH numbers (n) AS (SELECT generate_series(0::bigint, ${runs - 1}))`;
	for (const statement of statements(numbers)) await client.query(statement);
	// As autovacuum does where runs come one by one.
	await client.query('VACUUM ANALYZE');
	await client.end();
}
