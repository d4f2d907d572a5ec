/** Stores what `POST /v2/process-instances` is sent, one row a request, and answers when it is synced: what `bench/serve-load.ts` compares with. */
import { DatabaseSync } from 'node:sqlite';
import { fastify } from 'fastify';

const database = new DatabaseSync(process.argv[2]);
database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
database.exec(
	'CREATE TABLE instance (key INTEGER PRIMARY KEY, process TEXT NOT NULL, variables TEXT NOT NULL, started_at INTEGER NOT NULL) STRICT',
);
const insert = database.prepare('INSERT INTO instance (process, variables, started_at) VALUES (?, ?, ?)');

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
	const keys = batch.map(({ body }) => insert.run(body.processDefinitionId, JSON.stringify(body.variables), Date.now()).lastInsertRowid);
	database.exec('COMMIT');
	batch.forEach(({ resolve }, index) => resolve(String(keys[index])));
}

const service = fastify();
service.post('/v2/process-instances', async ({ body }) => ({ processInstanceKey: await store(body), variables: {}, tags: [] }));
console.log(await service.listen({ host: '127.0.0.1', port: 0 }));
