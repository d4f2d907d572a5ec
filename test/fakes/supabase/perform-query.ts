import type pg from 'pg';
import { compileEmbed } from './compile-embed';
import { jsonRow, quote } from './json-row';
import { RestRefusal, type Preferences, type RestQuery } from './read-query';

/** A request to one table. */
export interface TableRequest {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	table: string;
	query: RestQuery;
	preferences: Preferences;
	/** The body of POST (an object or a list) or PATCH (an object). */
	body: unknown;
}

/** Performs a request in the transaction and with the role of `client`. @throws RestRefusal; the database's error */
export async function performQuery(client: pg.ClientBase, request: TableRequest): Promise<Array<Record<string, unknown>>> {
	const columns = await readColumns(client, request.table);
	const embedded = await Promise.all(request.query.embeds.map((embed) => compileEmbed(client, request.table, embed)));
	const { text, values } = compile(request, columns, embedded);
	const { rows } = await client.query<{ row: Record<string, unknown> }>(text, values);
	return rows.map(({ row }) => row);
}

/** Reads what PostgREST has in its schema cache. */
async function readColumns(client: pg.ClientBase, table: string): Promise<string[]> {
	const { rows } = await client.query<{ name: string }>(
		`select attname as name from pg_attribute
		where attrelid = to_regclass('public.' || quote_ident($1)) and attnum > 0 and not attisdropped order by attnum`,
		[table],
	);
	if (rows.length > 0) return rows.map(({ name }) => name);
	throw new RestRefusal(404, 'PGRST205', `Could not find the table 'public.${table}' in the schema cache`);
}

function compile(
	{ method, table, query, preferences, body }: TableRequest,
	columns: string[],
	embedded: string[],
): { text: string; values: unknown[] } {
	const values: unknown[] = [];
	const place = (value: unknown) => `$${values.push(value)}`;
	const target = `public.${quote(table)}`;
	const row = `${jsonRow(table, query.select ?? columns, embedded)} as row`;
	const returning = preferences.returning === 'representation' ? `returning ${row}` : 'returning null as row';
	if (method === 'POST') {
		const names = readNames(body, table, columns);
		const source = `select ${names.map(quote).join(', ')} from json_populate_recordset(null::${target}, ${place(JSON.stringify([body].flat()))}::json)`;
		return {
			text: `insert into ${target} (${names.map(quote).join(', ')}) ${source} ${resolve(query, preferences, names)} ${returning}`,
			values,
		};
	}
	const where = compileFilters(query, table, place);
	if (method === 'GET') {
		const order = query.order.map(({ column, descending }) => `${quote(column)} ${descending ? 'desc' : 'asc'}`).join(', ');
		const limit = query.limit === undefined ? '' : `limit ${place(query.limit)}`;
		return { text: `select ${row} from ${target} ${where} ${order && `order by ${order}`} ${limit}`, values };
	}
	// Supabase loads pg-safeupdate.
	if (where === '') throw new RestRefusal(400, '21000', `${method === 'PATCH' ? 'UPDATE' : 'DELETE'} requires a WHERE clause`);
	if (method === 'DELETE') return { text: `delete from ${target} ${where} ${returning}`, values };
	const names = readNames(body, table, columns);
	const set = names.map((name) => `${quote(name)} = source.${quote(name)}`).join(', ');
	const source = `json_populate_record(null::${target}, ${place(JSON.stringify(body))}::json) as source`;
	return { text: `update ${target} set ${set} from ${source} ${where} ${returning}`, values };
}

/** All rows of a body must have the same columns. */
function readNames(body: unknown, table: string, columns: string[]): string[] {
	const rows = [body].flat();
	if (rows.some((row) => typeof row !== 'object' || row === null)) throw new RestRefusal(400, 'PGRST102', 'Empty or invalid json');
	const names = Object.keys(rows[0] ?? {});
	const same = rows.every(
		(row) =>
			Object.keys(row as object)
				.sort()
				.join() === [...names].sort().join(),
	);
	if (!same || names.length === 0) throw new RestRefusal(400, 'PGRST102', 'All object keys must match');
	const unknown = names.find((name) => !columns.includes(name));
	if (unknown === undefined) return names;
	throw new RestRefusal(400, 'PGRST204', `Could not find the '${unknown}' column of '${table}' in the schema cache`);
}

function resolve({ onConflict }: RestQuery, { resolution }: Preferences, names: string[]): string {
	if (resolution === undefined) return '';
	const target = onConflict.length > 0 ? `(${onConflict.map(quote).join(', ')})` : '(id)';
	if (resolution === 'ignore-duplicates') return `on conflict ${target} do nothing`;
	return `on conflict ${target} do update set ${names.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`;
}

const comparisons: Record<string, string> = {
	...{ eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=', like: 'like', ilike: 'ilike' },
};

function compileFilters({ filters }: RestQuery, table: string, place: (value: unknown) => string): string {
	const terms = filters.map(({ column, negated, operator, value }) => {
		const term = compileFilter(`${quote(table)}.${quote(column)}`, operator, value, place);
		return negated ? `not (${term})` : term;
	});
	return terms.length === 0 ? '' : `where ${terms.join(' and ')}`;
}

function compileFilter(column: string, operator: string, value: string, place: (value: unknown) => string): string {
	if (operator === 'is') return `${column} is ${value === 'not_null' ? 'not null' : value}`;
	if (operator === 'in') {
		const items = value.replace(/^\(|\)$/g, '').split(',');
		return `${column} in (${items.map((item) => place(item.replace(/^"|"$/g, ''))).join(', ')})`;
	}
	return `${column} ${comparisons[operator]} ${place(value.replaceAll('*', operator.endsWith('like') ? '%' : '*'))}`;
}
