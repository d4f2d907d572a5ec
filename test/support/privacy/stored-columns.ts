import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { RegisteredTable } from '../../../service/privacy/register';

/** The columns of each table, as the database itself tells them. */
export type StoredColumns = ReadonlyMap<string, readonly string[]>;

/** What databases and their migrations keep about themselves. */
const isBookkeeping = (table: string) => /^(?:sqlite_.*|schema_version|(?:kysely|\w+)_migration(?:_lock)?)$/.test(table);

const group = (rows: ReadonlyArray<{ table: string; column: string }>): StoredColumns => {
	const tables = new Map<string, string[]>();
	for (const { table, column } of rows) if (!isBookkeeping(table)) tables.set(table, [...(tables.get(table) ?? []), column]);
	return tables;
};

export function readSqliteColumns(file: string): StoredColumns {
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		const rows = database
			.prepare(
				`SELECT tables.name AS "table", columns.name AS "column" FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns
				WHERE tables.type = 'table'`,
			)
			.all();
		return group(rows as Array<{ table: string; column: string }>);
	} finally {
		database.close();
	}
}

export async function readPostgresColumns(address: string, schema: string): Promise<StoredColumns> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	try {
		const { rows } = await client.query<{ table: string; column: string }>(
			'SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns WHERE table_schema = $1',
			[schema],
		);
		return group(rows);
	} finally {
		await client.end();
	}
}

/** Lists where a database and its declarations differ: `message.text is not declared`. Empty if every column is declared once. */
export function listDifferences(stored: StoredColumns, declared: readonly RegisteredTable[]): string[] {
	const differences: string[] = [];
	for (const table of stored.keys()) if (!declared.some(({ name }) => name === table)) differences.push(`${table} is not declared`);
	for (const { name, fields, data } of declared) {
		const columns = stored.get(name);
		if (!columns) {
			differences.push(`${name} does not exist`);
			continue;
		}
		const named = [...fields.map(({ column }) => column), ...(data.isCommon ? [] : ['tenant'])];
		for (const column of columns) {
			const times = named.filter((each) => each === column).length;
			if (times !== 1) differences.push(`${name}.${column} is ${times === 0 ? 'not declared' : `declared ${times} times`}`);
		}
		for (const column of named) if (!columns.includes(column)) differences.push(`${name}.${column} does not exist`);
	}
	return differences;
}
