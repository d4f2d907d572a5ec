/** Planner statistics for the tables of the state: https://sqlite.org/fileformat2.html#the_sqlite_stat1_table */
import type { DatabaseSync } from 'node:sqlite';

const rowsOfTable = 1_000_000;
/** Assumed rows with equal values, up to the first selective column and the next ones. */
const rowsOfValue = 100;
const rowsOfValues = 10;
/** Columns with few values. A tenant selects nothing: most files have one. */
const fewValues = new Set(['channel', 'kind', 'lane', 'state', 'waits']);

interface IndexOf {
	table: string;
	index: string;
	origin: string;
	isUnique: number;
}

/**
 * Without statistics, SQLite takes the tenant for selective, prefers a primary key that begins with it, and reads all its rows. `ANALYZE` would count
 * a file while it is empty.
 */
export function writePlanStatistics(database: DatabaseSync): void {
	database.exec('ANALYZE sqlite_schema');
	const indexes = database
		.prepare(
			`SELECT schema.name AS "table", list.name AS "index", list.origin, list."unique" AS "isUnique"
			FROM sqlite_schema AS schema, pragma_index_list(schema.name) AS list
			WHERE schema.type = 'table' AND schema.name NOT IN (SELECT tbl FROM sqlite_stat1)`,
		)
		.all() as unknown as IndexOf[];
	const columns = database.prepare('SELECT name FROM pragma_index_info(?) ORDER BY seqno');
	const insert = database.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)');
	for (const { table, index, origin, isUnique } of indexes) {
		const names = columns.all(index).map(({ name }) => String(name));
		// The primary key of a table without row ids is the table.
		insert.run(table, origin === 'pk' ? table : index, estimate(names, isUnique === 1));
	}
	database.exec('ANALYZE sqlite_schema');
}

function estimate(columns: readonly string[], isUnique: boolean): string {
	let rows = rowsOfTable;
	const estimates = columns.map((column, place) => {
		if (isUnique && place === columns.length - 1) return 1;
		if (column === 'tenant') return rows;
		if (fewValues.has(column)) rows = Math.max(rows / 10, 1);
		else rows = rows > rowsOfValue ? rowsOfValue : rowsOfValues;
		return Math.round(rows);
	});
	return [rowsOfTable, ...estimates].join(' ');
}
