import { sql, SqliteAdapter, type Expression, type SqlBool } from 'kysely';
import { isKey } from './is-key';
import type { Connection } from './knowledge-tables';

/** One parameter, so that the statement is prepared once for any number of values. */
export function isOneOf(connection: Connection, column: string, values: readonly string[] | readonly number[]): Expression<SqlBool> {
	const askable = values.filter((value) => typeof value === 'number' || isKey(value));
	if (connection.getExecutor().adapter instanceof SqliteAdapter)
		return sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(askable)}))`;
	return sql<SqlBool>`${sql.ref(column)} = any(${askable})`;
}
