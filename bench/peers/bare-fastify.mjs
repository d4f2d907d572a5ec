/**
 * Writes the rows that the engine writes for a start, and answers when they are synced: what `bench/measurements/service/serve-load.ts` compares with. Its argument
 * is a database of the engine with one instance, whose rows it repeats with keys of their own and the variables of each request.
 */
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers';
import { fastify } from 'fastify';

const database = new DatabaseSync(process.argv[2]);
database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');

const keys = ['key', 'instance_key', 'scope_key', 'element_instance_key'];
/** More than one start uses. */
const keysOfStart = 1_000;
const templates = ['process_instance', 'element_instance', 'variable', 'job', 'event_log'].map((table) => {
	const rows = database.prepare(`SELECT * FROM ${table}`).all();
	const columns = Object.keys(rows[0]);
	const insert = database.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`);
	return { table, rows, columns, insert };
});

let starts = 0;
function write({ variables }) {
	starts += 1;
	for (const { table, rows, columns, insert } of templates)
		for (const row of rows) {
			const values = columns.map((column) => {
				if (table === 'variable' && column === 'value') return JSON.stringify(variables[row.name]);
				if (column === 'position') return row.position + starts * rows.length;
				return keys.includes(column) && row[column] !== null ? row[column] + starts * keysOfStart : row[column];
			});
			insert.run(...values);
		}
	return String(starts);
}

/** Requests that arrive together share a transaction and its sync, as in the engine. */
let waiting = [];
function store(body) {
	const { promise, resolve } = Promise.withResolvers();
	if (waiting.length === 0) setImmediate(commit);
	waiting.push({ body, resolve });
	return promise;
}
function commit() {
	const batch = waiting;
	waiting = [];
	database.exec('BEGIN IMMEDIATE');
	const results = batch.map(({ body }) => write(body));
	database.exec('COMMIT');
	batch.forEach(({ resolve }, index) => resolve(results[index]));
}

const service = fastify();
service.post('/v2/process-instances', async ({ body }) => ({ processInstanceKey: await store(body), variables: {}, tags: [] }));
console.log(await service.listen({ host: '127.0.0.1', port: 0 }));
