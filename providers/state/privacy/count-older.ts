import type { KeptClass } from '../../../core/base/privacy/kept-classes';
import type { TableData, Tables } from '../../../core/base/privacy/personal-data';
import type { OlderRows } from '../../../core/ports/memory';
import { isOnHold } from '../../database/legal-holds';
import { openStateDatabase, type StateConnection, type Value } from '../../database/state-database';
import { stateSubjects } from '../subjects';

/** Milliseconds since the epoch. */
interface OlderThan {
	before: number;
	/** For rows with an end instead of a time. */
	endedBefore: number;
}

/** Counts rows that a cleaning removes, and those under hold. @param place `postgres://…`, or the path of a file @throws TroupeError STORAGE_… */
export async function countOlder(place: string, tenant: string, kept: KeptClass, older: OlderThan): Promise<OlderRows[]> {
	const counts: OlderRows[] = [];
	for (const subject of stateSubjects) {
		const tables = Object.entries(subject.tables).filter(([, data]) => data.kept === kept);
		if (tables.length === 0) continue;
		const database = openStateDatabase(place, subject);
		try {
			const counted = await database.read(tenant, async (connection) => {
				const rows: OlderRows[] = [];
				for (const [table] of tables) {
					const condition = whichAreOlder(table, subject.tables, { ...older, tenant });
					if (condition) rows.push(await count(connection, table, condition, whichAreHeld(table, subject.tables), tenant));
				}
				return rows;
			});
			counts.push(...counted);
		} finally {
			await database.close();
		}
	}
	return counts;
}

async function count(
	connection: StateConnection,
	table: string,
	{ sql, values }: Condition,
	isHeld: string,
	tenant: string,
): Promise<OlderRows> {
	const row = await connection.get<{ rows: number; held: number | null }>(
		`SELECT count(*) AS rows, sum(CASE WHEN ${isHeld} THEN 1 ELSE 0 END) AS held FROM ${table} WHERE tenant = ? AND (${sql})`,
		tenant,
		...values,
	);
	return { table, rows: Number(row!.rows), held: Number(row!.held ?? 0) };
}

interface Condition {
	sql: string;
	values: Value[];
}

/** Undefined for rows that go with unnamed others. */
function whichAreOlder(table: string, tables: Tables, older: OlderThan & { tenant: string }): Condition | undefined {
	const { oldBy, endsBy, staysWhile, whose }: TableData = tables[table]!;
	const unless = staysWhile === undefined ? '' : ` AND NOT ${staysWhile}`;
	if (endsBy !== undefined) return { sql: `${endsBy} <= ?${unless}`, values: [older.endedBefore] };
	if (oldBy !== undefined) return { sql: `${oldBy} < ?${unless}`, values: [older.before] };
	const [parent, column] = findParent(table, whose, tables) ?? [];
	const ofParent = parent === undefined ? undefined : whichAreOlder(parent, tables, older);
	return (
		ofParent && {
			sql: `${column} IN (SELECT ${parent}.id FROM ${parent} WHERE ${parent}.tenant = ? AND ${ofParent.sql})`,
			values: [older.tenant, ...ofParent.values],
		}
	);
}

function whichAreHeld(table: string, tables: Tables): string {
	const { whose }: TableData = tables[table]!;
	const [parent, column] = findParent(table, whose, tables) ?? [];
	if (parent === undefined) return isOnHold(table, whose?.pseudonym?.split(' '));
	return `${table}.${column} IN (SELECT ${parent}.id FROM ${parent} WHERE ${parent}.tenant = ${table}.tenant AND ${whichAreHeld(parent, tables)})`;
}

const findParent = (table: string, whose: TableData['whose'] = {}, tables: Tables) =>
	Object.entries(whose).find((entry): entry is [string, string] => entry[0] !== table && entry[0] in tables);
