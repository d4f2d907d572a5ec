/** Writes one row for each request, and answers when it is synced: what `bench/measurements/service/ingress.ts` compares with. Its argument is a new database. */
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers';
import { fastify } from 'fastify';

const database = new DatabaseSync(process.argv[2]);
database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
database.exec('CREATE TABLE delivery (id TEXT PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID');
const insert = database.prepare('INSERT INTO delivery (id, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');

/** Requests that arrive together share a transaction and its sync. */
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
	for (const { body } of batch) insert.run(body.messageId, JSON.stringify(body), Date.now());
	database.exec('COMMIT');
	for (const { resolve } of batch) resolve();
}

const service = fastify();
service.post('/ingress', async ({ body }) => {
	await store(body);
	return {};
});
console.log(await service.listen({ host: '127.0.0.1', port: 0 }));
