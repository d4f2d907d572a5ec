/**
 * A WHERE clause of the conditions that are given, with its values: a question that names a key must not look at every row.
 * @param columns a value for each column; `after` is one for a column that must be greater
 */
export function buildWhereClause(
	columns: Record<string, string | undefined>,
	after: Record<string, string | undefined> = {},
): { where: string; values: string[] } {
	const conditions = [...given(columns, '='), ...given(after, '>')];
	return {
		where: conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`,
		values: conditions.map(([, value]) => value),
	};
}

const given = (columns: Record<string, string | undefined>, operator: '=' | '>'): Array<[condition: string, value: string]> =>
	Object.entries(columns).flatMap(([column, value]) => (value === undefined ? [] : [[`${column} ${operator} ?`, value]]));
