import type pg from 'pg';
import { jsonRow, quote } from './json-row';
import { RestRefusal, type RestQuery } from './read-query';

/** Returns the field of a related table: an object where the table refers to it, a list where it refers to the table. */
export async function compileEmbed(
	client: pg.ClientBase,
	table: string,
	{ table: other, select }: RestQuery['embeds'][number],
): Promise<string> {
	const { rows } = await client.query<{ from: string; own: string[]; others: string[] }>(
		`select c.conrelid::regclass::text as from,
			(select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality k(c, n) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.c) as own,
			(select array_agg(a.attname::text order by k.n) from unnest(c.confkey) with ordinality k(c, n) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.c) as others
		from pg_constraint c where c.contype = 'f' and (c.conrelid, c.confrelid) in (
			(to_regclass('public.' || quote_ident($1)), to_regclass('public.' || quote_ident($2))),
			(to_regclass('public.' || quote_ident($2)), to_regclass('public.' || quote_ident($1))))`,
		[table, other],
	);
	const message = `Could not find a relationship between '${table}' and '${other}' in the schema cache`;
	if (rows.length !== 1) throw new RestRefusal(rows.length === 0 ? 400 : 300, rows.length === 0 ? 'PGRST200' : 'PGRST201', message);
	const [{ from, own, others }] = rows as [(typeof rows)[0]];
	const refers = from === table || from === `public.${table}`;
	const [here, there] = refers ? [own, others] : [others, own];
	const joined = here.map((name, index) => `${quote(other)}.${quote(there[index]!)} = ${quote(table)}.${quote(name)}`).join(' and ');
	const row = jsonRow(other, select);
	const found = `from public.${quote(other)} where ${joined}`;
	return `'${other}', (select ${refers ? row : `coalesce(json_agg(${row}), '[]')`} ${found})`;
}
