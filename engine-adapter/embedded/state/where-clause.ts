import type { TenantIds } from './tenants';

/**
 * Uses only given conditions: a question with a key must not look at every row. @param columns a value for each column; `after`: must be greater
 * @param tenants of the row's definition, whose key is in the column `definition`
 */
export function buildWhereClause(
	columns: Record<string, string | undefined>,
	after: Record<string, string | undefined>,
	tenants: TenantIds,
	definition = 'definition_key',
): WhereClause {
	const conditions = [...given(columns, '='), ...given(after, '>')];
	if (tenants !== 'every') conditions.push([`${definition} IN (${definitionsOfTenants})`, JSON.stringify(tenants)]);
	return {
		where: conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`,
		values: conditions.map(([, value]) => value),
	};
}

export function ofTenants({ where, values }: WhereClause, tenants: TenantIds, column: string): WhereClause {
	if (tenants === 'every') return { where, values };
	const condition = `${column} IN (SELECT value FROM json_each(?))`;
	return { where: where === '' ? `WHERE ${condition}` : `${where} AND ${condition}`, values: [...values, JSON.stringify(tenants)] };
}

interface WhereClause {
	where: string;
	values: string[];
}

const definitionsOfTenants = 'SELECT key FROM definition WHERE tenant_id IN (SELECT value FROM json_each(?))';

const given = (columns: Record<string, string | undefined>, operator: '=' | '>'): Array<[condition: string, value: string]> =>
	Object.entries(columns).flatMap(([column, value]) => (value === undefined ? [] : [[`${column} ${operator} ?`, value]]));
