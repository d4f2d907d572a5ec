import { createHash } from 'node:crypto';
import type { Clock, VectorCache } from '../../core/ports';
import { type Connection, shareDatabase } from '../../database/shared-database';

/** `texts` and `model` are keyed hashes: the file contains no text. */
const schema = `
	CREATE TABLE IF NOT EXISTS vector (
		text BLOB NOT NULL,
		model BLOB NOT NULL,
		vector BLOB NOT NULL,
		used INTEGER NOT NULL,
		PRIMARY KEY (text, model)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS vector_by_use ON vector (used);
	CREATE TABLE IF NOT EXISTS size (bytes INTEGER NOT NULL) STRICT;
	INSERT INTO size SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM size);
`;

const hourMs = 3_600_000;
/** Max texts in one transaction, because other processes wait for it. */
const atOnce = 500;
/** Vectors unused for this long are removed, even if there is room. */
const maxHours = 90 * 24;
/** The share of the cache that is removed at a time, instead of a little with every text. */
const evictedShare = 0.1;
/** Approximate bytes of a row without its vector. */
const rowBytes = 120;

interface VectorCacheOptions {
	tenant: string;
	clock: Clock;
	/** Default 1 GB. */
	maxBytes?: number;
}

/**
 * Stores vectors in a SQLite file that several processes can share. A tenant sees only its own: otherwise response times would reveal the texts of others.
 * @throws TroupeError INTERNAL, retryable while another process locks the file
 */
export function openVectorCache(
	file: string,
	{ tenant, clock, maxBytes: maxBytes = 1_000_000_000 }: VectorCacheOptions,
): VectorCache & { close(): void } {
	const database = shareDatabase({ file, what: 'The vector cache', schema, version: 1, forgetsForGood: true });
	const hours = () => Math.floor(clock.now() / hourMs);
	const hide = (text: string) => createHash('sha256').update(`${tenant}\0${text}`).digest();
	return {
		forModel(name) {
			const model = createHash('sha256').update(name).digest();
			return {
				async read(texts) {
					const found: Array<number[] | undefined> = [];
					for (const some of slices(texts))
						found.push(...(await database.change((connection) => some.map((text) => read(connection, hide(text), model, hours())))));
					return found;
				},
				async write(texts, vectors) {
					for (const [index, some] of slices(texts).entries()) {
						const rows = some.map((text, place) => ({ text: hide(text), vector: packed(vectors[index * atOnce + place]!) }));
						await database.change((connection) => {
							for (const { text, vector } of rows) write(connection, text, model, vector, hours());
							evict(connection, maxBytes, hours());
						});
					}
				},
			};
		},
		async forget(texts) {
			for (const some of slices(texts))
				await database.changeForGood((connection) => some.forEach((text) => remove(connection, 'text = ?', hide(text))));
		},
		close: () => database.close(),
	};
}

function read(connection: Connection, text: Buffer, model: Buffer, hour: number): number[] | undefined {
	const row = connection.sql('SELECT vector, used FROM vector WHERE text = ? AND model = ?').get(text, model);
	if (!row) return undefined;
	if (Number(row.used) < hour) connection.sql('UPDATE vector SET used = ? WHERE text = ? AND model = ?').run(hour, text, model);
	return unpacked(row.vector as Uint8Array);
}

function write(connection: Connection, text: Buffer, model: Buffer, vector: Buffer, hour: number): void {
	const { changes } = connection
		.sql('INSERT INTO vector (text, model, vector, used) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
		.run(text, model, vector, hour);
	if (changes > 0) grow(connection, vector.length + rowBytes);
}

function grow(connection: Connection, bytes: number): void {
	connection.sql('UPDATE size SET bytes = bytes + ?').run(bytes);
}

function evict(connection: Connection, max: number, hour: number): void {
	remove(connection, 'used < ?', hour - maxHours);
	const { bytes } = connection.sql('SELECT bytes FROM size').get() as { bytes: number };
	if (bytes <= max) return;
	let left = bytes - max * (1 - evictedShare);
	const oldest = connection.sql('SELECT text, model, length(vector) AS size FROM vector ORDER BY used LIMIT ?');
	while (left > 0) {
		const rows = oldest.all(atOnce) as Array<{ text: Uint8Array; model: Uint8Array; size: number }>;
		if (rows.length === 0) return;
		for (const { text, model, size } of rows) {
			if (left <= 0) return;
			connection.sql('DELETE FROM vector WHERE text = ? AND model = ?').run(text, model);
			grow(connection, -(size + rowBytes));
			left -= size + rowBytes;
		}
	}
}

function remove(connection: Connection, condition: 'text = ?' | 'used < ?', value: Buffer | number): void {
	const { bytes } = connection
		.sql(`SELECT COALESCE(SUM(length(vector) + ${rowBytes}), 0) AS bytes FROM vector WHERE ${condition}`)
		.get(value) as {
		bytes: number;
	};
	if (bytes === 0) return;
	connection.sql(`DELETE FROM vector WHERE ${condition}`).run(value);
	grow(connection, -bytes);
}

function slices<Item>(items: Item[]): Item[][] {
	return Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) => items.slice(index * atOnce, (index + 1) * atOnce));
}

function packed(vector: number[]): Buffer {
	return Buffer.from(Float32Array.from(vector).buffer);
}

/** Copies the bytes: those of a row are not aligned to four bytes. */
function unpacked(bytes: Uint8Array): number[] {
	return Array.from(new Float32Array(Uint8Array.from(bytes).buffer));
}
