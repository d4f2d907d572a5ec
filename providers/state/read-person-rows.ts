import type { TableData } from '../../core/base/privacy/personal-data';
import type { Row, StateConnection, Value } from '../database/state-database';
import { type NamedPerson, whoseRows } from './whose-rows';

interface PersonRows {
	rows: Row[];
	next?: Value[];
}

const byTime: Readonly<Record<string, readonly string[]>> = { contact_consent: ['at', 'id'], contact_request: ['at', 'protocol'] };

/** @param after cursor @throws TroupeError STORAGE_… */
export async function readPersonRows(
	connection: StateConnection,
	{ name, data }: { name: string; data: TableData },
	person: NamedPerson,
	{ after, limit }: { after?: readonly Value[] | undefined; limit: number },
): Promise<PersonRows> {
	const key = byTime[name] ?? (await readPrimaryKey(connection, name));
	const whose = whoseRows(connection, name, data, person);
	const columns = key.map((column) => `${name}.${column}`).join(', ');
	const later = after === undefined ? '' : ` AND (${columns}) > (${key.map(() => '?').join(', ')})`;
	const rows = await connection.all(
		`SELECT * FROM ${name} WHERE ${name}.tenant = ? AND (${whose.sql})${later} ORDER BY ${columns} LIMIT ?`,
		person.tenant,
		...whose.values,
		...(after ?? []),
		limit,
	);
	return { rows, ...(rows.length === limit && { next: key.map((column) => rows.at(-1)![column] as Value) }) };
}

async function readPrimaryKey(connection: StateConnection, table: string): Promise<string[]> {
	const rows =
		connection.dialect === 'sqlite'
			? await connection.all<{ name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', table)
			: await connection.all<{ name: string }>(
					`SELECT attname AS name FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
					WHERE indrelid = to_regclass(?) AND indisprimary ORDER BY array_position(indkey::int2[], attnum)`,
					table,
				);
	return rows.map(({ name }) => name);
}
