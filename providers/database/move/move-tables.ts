import type { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { TroupeError } from '../../../core/base/errors';
import { type FileTable, readTables } from './read-tables';
import { readTargetColumns, type TargetColumns } from './target-columns';

export interface MoveTarget {
	schema: string;
	tables?: (name: string) => boolean;
}

interface MoveOptions {
	onProgress?: (done: number, all: number) => void;
	signal: AbortSignal;
}

const maxValues = 20_000;
const maxRows = 500;

/**
 * Copies every row to PostgreSQL and compares it there. Existing rows stay, so it can be repeated. @returns the number of rows @throws TroupeError
 * STATE_CONFLICT for a row that differs from the one with the same key in PostgreSQL; and as both databases do
 */
export async function moveTables(file: DatabaseSync, client: pg.Client, target: MoveTarget, options: MoveOptions): Promise<number> {
	const tables = readTables(file).filter(({ name }) => target.tables?.(name) ?? true);
	const all = tables.reduce((sum, { rows }) => sum + rows, 0);
	let done = 0;
	for (const table of tables) {
		const columns = await readTargetColumns(client, target.schema, table);
		const owner = table.columns.includes('tenant') ? 'tenant' : undefined;
		for (const batch of readBatches(file, table, owner)) {
			options.signal.throwIfAborted();
			await moveBatch(client, { ...target, table, columns }, batch);
			options.onProgress?.((done += batch.rows.length), all);
		}
		await raiseSequence(client, target.schema, table.name, columns);
	}
	return all;
}

interface Batch {
	tenant: string;
	rows: unknown[][];
}

function* readBatches(file: DatabaseSync, { name, columns, key }: FileTable, owner: string | undefined): Generator<Batch> {
	const order = owner === undefined ? key : [owner, ...key.filter((column) => column !== owner)];
	const statement = file.prepare(`SELECT ${columns.map(quote).join(', ')} FROM ${name} ORDER BY ${order.map(quote).join(', ')}`);
	const most = Math.min(maxRows, Math.floor(maxValues / columns.length));
	let batch: Batch = { tenant: '', rows: [] };
	for (const row of statement.iterate()) {
		const tenant = owner === undefined ? '' : String(row[owner]);
		if (batch.rows.length === most || (batch.rows.length > 0 && batch.tenant !== tenant)) {
			yield batch;
			batch = { tenant, rows: [] };
		}
		batch.tenant = tenant;
		batch.rows.push(columns.map((column) => row[column]));
	}
	if (batch.rows.length > 0) yield batch;
}

interface Into extends MoveTarget {
	table: FileTable;
	columns: TargetColumns;
}

/** One transaction: the whole batch is stored and equal, or nothing is. */
async function moveBatch(client: pg.Client, { schema, table, columns }: Into, { tenant, rows }: Batch): Promise<void> {
	const place = `${schema}.${table.name}`;
	const names = table.columns.map(quote).join(', ');
	const values = rows.flatMap((row) => row.map((value, index) => columns.write(table.columns[index]!, value)));
	await client.query('begin');
	try {
		await client.query(`select set_config('troupe.tenant', $1, true)`, [tenant]);
		const places = placeholders(rows.length, table.columns.length);
		await client.query(`insert into ${place} (${names}) values ${places} on conflict do nothing`, values);
		await compare(client, { schema, table, columns }, rows);
		await client.query('commit');
	} catch (cause) {
		await client.query('rollback').catch(() => undefined);
		throw cause;
	}
}

async function compare(client: pg.Client, { schema, table, columns }: Into, rows: unknown[][]): Promise<void> {
	const indexes = table.key.map((column) => table.columns.indexOf(column));
	const keyOf = (row: unknown[]) => JSON.stringify(indexes.map((index) => keyText(row[index])));
	const wanted = rows.flatMap((row) => indexes.map((index) => columns.write(table.columns[index]!, row[index])));
	const found = await client.query<unknown[]>({
		text: `select ${table.columns.map(quote).join(', ')} from ${schema}.${table.name}
			where (${table.key.map(quote).join(', ')}) in (${placeholders(rows.length, table.key.length)})`,
		values: wanted,
		rowMode: 'array',
	});
	const theirs = new Map(found.rows.map((row) => [keyOf(row), row]));
	for (const row of rows) {
		const their = theirs.get(keyOf(row));
		const column = their && table.columns.find((name, index) => !columns.equal(name, row[index], their[index]));
		if (their === undefined || column !== undefined) throw differs(table, column);
	}
}

/** Each database has its own class for bytes. */
const keyText = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);

/** New rows get numbers above the moved ones. */
async function raiseSequence(client: pg.Client, schema: string, table: string, { identity }: TargetColumns): Promise<void> {
	if (identity === undefined) return;
	await client.query('begin');
	await client.query(`select set_config('troupe.tenant', '*', true)`);
	await client.query(
		`select setval(pg_get_serial_sequence($1, $2), greatest((select coalesce(max(${quote(identity)}), 0) from ${schema}.${table}), 1))`,
		[`${schema}.${table}`, identity],
	);
	await client.query('commit');
}

const quote = (name: string): string => pg.escapeIdentifier(name);

function placeholders(rows: number, columns: number): string {
	const row = (index: number) => Array.from({ length: columns }, (_, column) => `$${index * columns + column + 1}`).join(', ');
	return Array.from({ length: rows }, (_, index) => `(${row(index)})`).join(', ');
}

function differs({ name }: FileTable, column: string | undefined): TroupeError {
	const what = column === undefined ? 'another row stands for it' : `its column ${column} differs`;
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `A row of the table ${name} is not in PostgreSQL as it is in the file: ${what}. Nothing there was overwritten.`,
		fix: 'Move into an empty database, or into the one that an earlier attempt of the same home began to fill. The states of two homes cannot be merged.',
		details: { table: name, ...(column !== undefined && { column }) },
	});
}
