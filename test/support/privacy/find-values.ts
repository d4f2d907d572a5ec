import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { FieldKind } from '../../../core/base/privacy/personal-data';
import { stateFile, stateSchemaName } from '../../../providers/database/state-database';
import { type RegisteredTable, registeredTables } from '../../../service/privacy/register';

export interface FoundValue {
	/** `state.db message.content` */
	where: string;
	table: string;
	kind: FieldKind;
	value: string;
}

/** Searches every field of every registered table. @param database an address, or empty for the files of the home alone */
export async function findValues(home: string, database: string, values: readonly string[]): Promise<FoundValue[]> {
	const client = database === '' ? undefined : new pg.Client({ connectionString: database });
	await client?.connect();
	// Rows of other tenants do not show.
	await client?.query("select set_config('troupe.tenant', 'default', false)");
	const read = async (store: string, table: string): Promise<Array<Record<string, unknown>>> => {
		if (client && store !== 'engine.db' && store !== 'state-inbox.db') {
			const name = store === stateFile ? `${stateSchemaName}.${table}` : table;
			const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
			return rows[0]!.there ? (await client.query<Record<string, unknown>>(`SELECT * FROM ${name}`)).rows : [];
		}
		const file = join(home, store);
		if (!existsSync(file)) return [];
		const opened = new DatabaseSync(file, { readOnly: true });
		try {
			const isThere = opened.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
			const statement = isThere ? opened.prepare(`SELECT * FROM ${table}`) : undefined;
			statement?.setReadBigInts(true);
			return statement?.all() ?? [];
		} finally {
			opened.close();
		}
	};
	try {
		const found: FoundValue[] = [];
		for (const table of registeredTables)
			for (const row of await read(table.store, table.name)) found.push(...findInRow(table, row, values));
		return found;
	} finally {
		await client?.end();
	}
}

const findInRow = ({ store, name, fields }: RegisteredTable, row: Record<string, unknown>, values: readonly string[]): FoundValue[] =>
	fields.flatMap(({ column, kind }) =>
		values
			.filter((value) => toText(row[column]).includes(value))
			.map((value) => ({ where: `${store} ${name}.${column}`, table: name, kind, value })),
	);

/** Numbers are times, counts and keys. */
const toText = (cell: unknown): string => {
	if (cell instanceof Uint8Array) return Buffer.from(cell).toString('latin1');
	return typeof cell === 'string' ? cell : '';
};
