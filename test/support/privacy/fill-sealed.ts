/** Fills every column that the register declares as sealed under the master key, and reads it back. */
import { join } from 'node:path';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { listColumns } from '../../../providers/compose/guardrails/reseal-state';
import { isPostgresAddress } from '../../../providers/database/database-place';
import type { ResealChange, ResealConnection } from '../../../providers/database/reseal-rows';
import { everyTenant, openStateDatabase, type Value } from '../../../providers/database/state-database';
import { memoryData } from '../../../providers/memory/memory-tables';
import { openMemoryFile } from '../../../providers/memory/memory-database';
import { openMemoryPostgres } from '../../../providers/memory/postgres-memory';
import { stateSubjects } from '../../../providers/state/subjects';
import { vaultSchema } from '../../../providers/state/vault/vault-schema';

export interface SealedRows {
	/** Adds rows of two tenants to each table, numbered from `from`. */
	fill(keys: VaultKeys, from: number, rows: number): Promise<void>;
	/** Opens every value. @returns what could not be read as it was stored, and how many values there are */
	read(keys: VaultKeys): Promise<{ faults: string[]; values: number }>;
	/** Returns the columns in which a value begins with these bytes, as they are or in base64. */
	findPrefix(prefix: Uint8Array): Promise<string[]>;
	close(): Promise<void>;
}

const all = [...stateSubjects.flatMap(({ tables }) => listColumns(tables)), ...listColumns(memoryData)];
const tables = [...Map.groupBy(all, ([table]) => table)].map(([name, columns]) => ({ name, columns: columns.map(([, column]) => column) }));
/** All that is declared, as `table.column`. */
export const sealedColumns = all.map((column) => column.join('.'));

/** @param database `postgres://…`, or blank for files */
export async function openSealedRows(home: string, database: string): Promise<SealedRows> {
	const place = isPostgresAddress(database) ? database : join(home, 'state.db');
	for (const subject of stateSubjects) {
		const opened = openStateDatabase(place, subject);
		await opened.read('', () => Promise.resolve());
		await opened.close();
	}
	const state = openStateDatabase(place, vaultSchema);
	const memory = await (isPostgresAddress(database) ? openMemoryPostgres(database) : openMemoryFile(join(home, 'memory.db')));
	const changeOf = (table: string): ResealChange => (table in memoryData ? memory.changeRows : (work) => state.change(everyTenant, work));
	return {
		async fill(keys, from, rows) {
			for (const table of tables)
				await changeOf(table.name)(async (connection) => {
					const types = await readTypes(connection, table.name);
					for (let row = from; row < from + rows; row += 1) await insert(connection, table, types, keys, row);
				});
		},
		async read(keys) {
			const faults: string[] = [];
			let values = 0;
			for (const { name, columns } of tables) {
				const rows = await changeOf(name)((connection) => connection.all<Record<string, Value>>(`SELECT * FROM ${name}`));
				for (const row of rows)
					for (const column of columns) {
						values += 1;
						const where = `${name}.${column}`;
						const sealed = toSealed(row[column]!);
						const opened = await keys.unwrap(sealed, where).then(
							(bytes) => Buffer.from(bytes).toString(),
							(error: Error) => error.message,
						);
						if (!opened.startsWith(`what ${where} holds`)) faults.push(`${where}: ${opened}`);
					}
			}
			return { faults, values };
		},
		async findPrefix(prefix) {
			const found: string[] = [];
			for (const { name, columns } of tables) {
				const rows = await changeOf(name)((connection) => connection.all<Record<string, Value>>(`SELECT * FROM ${name}`));
				for (const column of columns)
					if (rows.some((row) => Buffer.from(toSealed(row[column]!)).subarray(0, prefix.length).equals(prefix)))
						found.push(`${name}.${column}`);
			}
			return found;
		},
		async close() {
			await state.close();
			await memory.close();
		},
	};
}

const toSealed = (value: Value): Uint8Array => {
	if (typeof value !== 'string') return value as Uint8Array;
	return Buffer.from(value.startsWith('{') ? (JSON.parse(value) as { sealed: string }).sealed : value, 'base64');
};

async function readTypes({ dialect, all: query }: ResealConnection, table: string): Promise<Map<string, string>> {
	const rows = await query<{ name: string; type: string }>(
		dialect === 'sqlite'
			? 'SELECT name, type FROM pragma_table_info(?)'
			: 'SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0',
		table,
	);
	return new Map(rows.map(({ name, type }) => [name, type.toLowerCase()]));
}

async function insert(
	{ run }: ResealConnection,
	{ name, columns }: (typeof tables)[number],
	types: Map<string, string>,
	keys: VaultKeys,
	row: number,
): Promise<void> {
	const valueOf = async ([column, type]: [string, string]): Promise<Value> => {
		if (columns.includes(column)) {
			const where = `${name}.${column}`;
			// Some are longer than a page of the database.
			const sealed = await keys.wrap(Buffer.from(`what ${where} holds ${'x'.repeat(row % 7 === 0 ? 9_000 : 0)}`), where);
			if (type !== 'text') return sealed;
			const letters = Buffer.from(sealed).toString('base64');
			return name === 'run_entry' ? JSON.stringify({ kind: 'model', sealed: letters }) : letters;
		}
		if (column === 'tenant') return row % 2 === 0 ? 'default' : 'other';
		if (/int/.test(type)) return row;
		return /blob|bytea/.test(type) ? Buffer.from('x') : `${column} ${row}`;
	};
	const values = await Promise.all([...types].map(valueOf));
	await run(`INSERT INTO ${name} (${[...types.keys()].join(', ')}) VALUES (${values.map(() => '?').join(', ')})`, ...values);
}
