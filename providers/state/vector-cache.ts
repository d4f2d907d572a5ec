import { keptMs } from '../../core/base/privacy/kept-classes';
import { createHash } from 'node:crypto';
import type { Clock } from '../../core/ports/host';
import type { VectorCache } from '../../core/ports/models/models';
import { bytesOf } from '../database/in-list';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../database/state-database';

/**
 * `text` and `model` are hashes, the former including the tenant: no text is stored. Not named `vector`, which would hide pgvector's type from a role
 * whose search path begins with this schema.
 */
export const vectorCacheSchema: StateSchema = {
	name: 'vectors',
	what: 'The vector cache',
	version: 1,
	isCache: true,
	tables: {
		// The memory removes its texts' vectors itself.
		cached_vector: { kept: 'vector', stays: 'expires', pseudonym: 'text', derived: 'vector', nothing: 'model used' },
		cached_vector_size: { isCommon: true, kept: 'setting', nothing: 'bytes' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS cached_vector (
			tenant TEXT NOT NULL,
			text BLOB NOT NULL,
			model BLOB NOT NULL,
			vector BLOB NOT NULL,
			used INTEGER NOT NULL,
			PRIMARY KEY (text, model)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS cached_vector_by_use ON cached_vector (used);
		CREATE TABLE IF NOT EXISTS cached_vector_size (bytes INTEGER NOT NULL) STRICT;
		INSERT INTO cached_vector_size SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM cached_vector_size);
	`,
};

const hourMs = 3_600_000;
/** Max texts per transaction, as others wait for it. */
const atOnce = 500;
/** Unused vectors expire after this time, even with room left. */
const maxHours = keptMs('vector') / hourMs;
/** Share evicted at once, instead of a little with every text. */
const evictedShare = 0.1;
const rowBytes = 120;

interface VectorCacheOptions {
	tenant: string;
	clock: Clock;
	/** Default 1 GB. */
	maxBytes?: number;
}

/** Updates are serialised, to prevent deadlocks. */
const inTurn = { turn: 'rows' };

/**
 * Stores vectors in a shared database. A tenant sees only its own: otherwise response times would reveal others' texts. @param place `postgres://…`,
 * or the path of a file @throws TroupeError on use: STORAGE_…
 */
export function openVectorCache(
	place: string,
	{ tenant, clock, maxBytes = 1_000_000_000 }: VectorCacheOptions,
): VectorCache & { close(): Promise<void> } {
	const database = openStateDatabase(place, vectorCacheSchema);
	const hours = () => Math.floor(clock.now() / hourMs);
	const hide = (text: string) => createHash('sha256').update(`${tenant}\0${text}`).digest();
	let cleanedIn: number | undefined;

	async function evict(size: number): Promise<void> {
		if (size <= maxBytes && cleanedIn === hours()) return;
		cleanedIn = hours();
		await database.change(everyTenant, (connection) => removeUnused(connection, maxBytes, hours()), inTurn);
	}

	return {
		forModel(name) {
			const model = createHash('sha256').update(name).digest();
			return {
				async read(texts) {
					const found: Array<number[] | undefined> = [];
					for (const some of slices(texts)) {
						const keys = some.map(hide);
						const rows = await database.read(tenant, (connection) => readRows(connection, model, keys));
						const stale = keys.filter((key) => (rows.get(hex(key))?.used ?? Infinity) < hours());
						if (stale.length > 0) await database.change(tenant, (connection) => renew(connection, model, stale, hours()), inTurn);
						found.push(...keys.map((key) => unpack(rows.get(hex(key))?.vector)));
					}
					return found;
				},
				async write(texts, vectors) {
					for (const [index, some] of slices(texts).entries()) {
						const rows = some.map((text, place) => ({ text: hide(text), vector: pack(vectors[index * atOnce + place]!) }));
						// A fixed order prevents deadlocks between writers of the same texts.
						rows.sort((one, other) => Buffer.compare(one.text, other.text));
						await evict(await database.change(tenant, (connection) => writeRows(connection, tenant, model, rows, hours())));
					}
				},
			};
		},
		async forget(texts) {
			for (const some of slices(texts))
				await database.change(tenant, (connection) => forgetRows(connection, some.map(hide)), { ...inTurn, synced: true });
		},
		close: () => database.close(),
	};
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const list = (keys: Buffer[]) => JSON.stringify(keys.map(hex));

interface StoredVector {
	text: Uint8Array;
	vector: Uint8Array;
	used: number;
}

async function readRows(connection: StateConnection, model: Buffer, keys: Buffer[]): Promise<Map<string, StoredVector>> {
	const rows = await connection.all<StoredVector>(
		`SELECT text, vector, used FROM cached_vector WHERE model = ? AND text IN ${bytesOf(connection)}`,
		model,
		list(keys),
	);
	return new Map(rows.map((row) => [hex(row.text), row]));
}

function renew(connection: StateConnection, model: Buffer, keys: Buffer[], hour: number): Promise<number> {
	return connection.run(`UPDATE cached_vector SET used = ? WHERE model = ? AND text IN ${bytesOf(connection)}`, hour, model, list(keys));
}

/** @returns the cache size */
async function writeRows(
	connection: StateConnection,
	tenant: string,
	model: Buffer,
	rows: Array<{ text: Buffer; vector: Buffer }>,
	hour: number,
): Promise<number> {
	let bytes = 0;
	for (const { text, vector } of rows) {
		const added = await connection.run(
			'INSERT INTO cached_vector (tenant, text, model, vector, used) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
			tenant,
			text,
			model,
			vector,
			hour,
		);
		if (added > 0) bytes += vector.length + rowBytes;
	}
	return grow(connection, bytes);
}

/** Call last in a change: its single row stays locked. @returns the cache size */
async function grow(connection: StateConnection, bytes: number): Promise<number> {
	return (await connection.get<{ bytes: number }>('UPDATE cached_vector_size SET bytes = bytes + ? RETURNING bytes', bytes))!.bytes;
}

interface Removed {
	size: number;
}
const countBytes = (rows: Removed[]) => rows.reduce((sum, { size }) => sum + size + rowBytes, 0);

async function forgetRows(connection: StateConnection, keys: Buffer[]): Promise<void> {
	const removed = await connection.all<Removed>(
		`DELETE FROM cached_vector WHERE text IN ${bytesOf(connection)} RETURNING length(vector) AS size`,
		list(keys),
	);
	if (removed.length > 0) await grow(connection, -countBytes(removed));
}

/** Removes expired vectors, then the least recently used beyond the limit. */
async function removeUnused(connection: StateConnection, max: number, hour: number): Promise<void> {
	const unused = await connection.all<Removed>(
		'DELETE FROM cached_vector WHERE used < ? RETURNING length(vector) AS size',
		hour - maxHours,
	);
	let removed = countBytes(unused);
	const left = (await connection.get<{ bytes: number }>('SELECT bytes FROM cached_vector_size'))!.bytes - removed;
	const goal = left > max ? removed + left - max * (1 - evictedShare) : 0;
	while (removed < goal) {
		const oldest = await connection.all<Removed & Pick<StoredVector, 'text'> & { model: Uint8Array }>(
			'SELECT text, model, length(vector) AS size FROM cached_vector ORDER BY used LIMIT ?',
			atOnce,
		);
		if (oldest.length === 0) break;
		for (const row of oldest) {
			if (removed >= goal) break;
			await connection.run('DELETE FROM cached_vector WHERE text = ? AND model = ?', row.text, row.model);
			removed += countBytes([row]);
		}
	}
	if (removed > 0) await grow(connection, -removed);
}

function slices<Item>(items: Item[]): Item[][] {
	return Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) => items.slice(index * atOnce, (index + 1) * atOnce));
}

function pack(vector: number[]): Buffer {
	return Buffer.from(Float32Array.from(vector).buffer);
}

/** Copies: row bytes are not aligned to four. */
function unpack(bytes: Uint8Array | undefined): number[] | undefined {
	return bytes && Array.from(new Float32Array(Uint8Array.from(bytes).buffer));
}
