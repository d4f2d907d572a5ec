import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** Tables of one tenant's counts and settings, and of what databases keep about themselves. */
const isCommon = (table: string) =>
	/^sqlite_|^schema_version$|_migration|^memory_keys$|^(?:last_(?:event|notice|call|violation)|host_key|run_store|(?:quality|input|action)_day)$/.test(
		table,
	);
/** Ids that Troupe makes, keyed hashes, digests, UUIDs, and the watermarks and numbers of `valuesOf`. */
const named = /0mx[0-9a-z]{22}|[0-9a-f]{64}|[\w-]{43}|[0-9a-f-]{36}|[a-z]+(?=qz)|55449888\d{5}/g;
/** Numbers that SQLite made for rows, and columns that refer to them; times are far greater. */
const isRowNumber = (table: string, column: string): boolean =>
	/(?:^|_)id$|^conversation$/.test(column) || `${table}.${column}` === 'usage_call.number';
const perBatch = 200;

/**
 * Copies all rows of the people of a home, with other ids, hashes and values each time, into the same tables, so that indexes have their depth.
 * Nothing of a copy can be opened: it is sealed under the keys of whom it was copied from, and for other ids.
 */
export function copyPeople(home: string, times: number): number {
	return ['state.db', 'memory.db'].reduce((sum, file) => sum + copyRows(join(home, file), times), 0);
}

function copyRows(file: string, times: number): number {
	const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
	database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
	let rows = 0;
	try {
		const copies = listTables(database).flatMap((table) => prepareCopy(database, table) ?? []);
		for (let from = 1; from <= times; from += perBatch) {
			database.exec('BEGIN');
			for (const { table, originals, insert } of copies)
				for (let copy = from; copy < from + perBatch && copy <= times; copy++)
					for (const row of originals)
						// Rows that are nobody's, such as the turn of a channel, stay as they are.
						rows += Number(insert.run(...Object.entries(row).map(([column, value]) => change(table, column, value, copy))).changes);
			database.exec('COMMIT');
		}
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	} finally {
		database.close();
	}
	return rows;
}

const listTables = (database: DatabaseSync): string[] =>
	(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as Array<{ name: string }>)
		.map(({ name }) => name)
		.filter((name) => !isCommon(name));

function prepareCopy(database: DatabaseSync, table: string) {
	const select = database.prepare(`SELECT * FROM ${table}`);
	select.setReadBigInts(true);
	const originals = select.all() as Array<Record<string, SQLInputValue>>;
	if (originals.length === 0) return undefined;
	const columns = Object.keys(originals[0]!);
	return {
		table,
		originals,
		insert: database.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`),
	};
}

/** Texts keep their length and form. */
function change(table: string, column: string, value: SQLInputValue, copy: number): SQLInputValue {
	if (typeof value === 'bigint') return isRowNumber(table, column) ? value + BigInt(copy) * 100_000n : value;
	if (typeof value === 'string' && column === 'nonce') return `${value.slice(0, 2)}${copy.toString(36)}`;
	if (typeof value === 'string') return value.replace(named, (name) => changeName(name, copy));
	if (!(value instanceof Uint8Array) || value.length > 16) return value;
	const changed = Buffer.from(value);
	changed.writeUInt32BE(copy, value.length - 4);
	return changed;
}

function changeName(name: string, copy: number): string {
	if (name.startsWith('55449888')) return `5544${String(700_000_000 + copy * 1_000 + Number(name.slice(-3))).padStart(9, '0')}`;
	// Watermarks of the copies have other letters than those that are searched for.
	if (/^[a-z]+$/.test(name) && name.length < 25) return `copy${copy}${name.slice(-3)}`;
	return name.slice(0, -6) + copy.toString(16).padStart(6, '0');
}
