/** A WHERE clause of the conditions that are given, with its values: a question that names a key must not look at every row. */
export function buildWhereClause(columns: Record<string, string | undefined>): { where: string; values: string[] } {
	const given = Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return {
		where: given.length === 0 ? '' : `WHERE ${given.map(([column]) => `${column} = ?`).join(' AND ')}`,
		values: given.map(([, value]) => value),
	};
}
