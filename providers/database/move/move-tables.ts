import type { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { TroupeError } from '../../../core/base/errors';

interface TargetColumns {
	write(column: string, value: unknown): unknown;
	equal(column: string, value: unknown, theirs: unknown): boolean;
	identity?: string;
}

interface Description {
	name: string;
	type: string;
	isIdentity: boolean;
}

/** @throws TroupeError NOT_SUPPORTED for an unknown table or column: the file is of another version */
async function readTargetColumns(client: pg.Client, schema: string, { name, columns }: FileTable): Promise<TargetColumns> {
	const { rows } = await client.query<Description>(
		`select a.attname as name, format_type(a.atttypid, null) as type, a.attidentity <> '' as "isIdentity"
		from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
		[`${schema}.${name}`],
	);
	const types = new Map(rows.map((row) => [row.name, row.type]));
	const missing = columns.find((column) => !types.has(column));
	if (missing !== undefined) throw otherVersion(name, missing);
	const isVector = (column: string) => types.get(column) === 'vector';
	return {
		write: (column, value) => (isVector(column) && value instanceof Uint8Array ? `[${toFloats(value).join(',')}]` : value),
		equal: (column, value, theirs) => {
			if (value === null || theirs === null) return value === theirs;
			if (isVector(column)) return isEqualVector(toFloats(value as Uint8Array), theirs as string);
			if (value instanceof Uint8Array) return Buffer.compare(value, theirs as Buffer) === 0;
			return value === theirs;
		},
		identity: rows.find(({ isIdentity }) => isIdentity)?.name,
	};
}

/** Little-endian, as the embedded store writes them. */
const toFloats = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);

/** PostgreSQL prints the shortest text of a number. */
function isEqualVector(vector: Float32Array, text: string): boolean {
	const theirs = Float32Array.from(JSON.parse(text) as number[]);
	return vector.length === theirs.length && vector.every((number, index) => number === theirs[index]);
}

function otherVersion(table: string, column: string): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The column ${column} of the table ${table} is unknown in PostgreSQL: the file was written by another version of Troupe.`,
		fix: 'Move the state with the version of Troupe that wrote the file last.',
		details: { table, column },
	});
}

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

interface FileTable {
	name: string;
	columns: string[];
	key: string[];
	rows: number;
}

/** Each table follows those it refers to. Excludes tables of migrations, which belong to their own database. */
function readTables(file: DatabaseSync): FileTable[] {
	const names = file
		.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`)
		.all()
		.map(({ name }) => name as string)
		.filter((name) => !/_migration(_lock)?$/.test(name));
	const ordered: string[] = [];
	const add = (name: string): void => {
		if (ordered.includes(name)) return;
		for (const { table } of file.prepare(`PRAGMA foreign_key_list(${name})`).all()) if (table !== name) add(table as string);
		ordered.push(name);
	};
	names.forEach(add);
	return ordered.map((name) => readTable(file, name));
}

function readTable(file: DatabaseSync, name: string): FileTable {
	const columns = file.prepare(`PRAGMA table_info(${name})`).all() as unknown as Array<{ name: string; pk: number }>;
	const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
	const { rows } = file.prepare(`SELECT count(*) AS rows FROM ${name}`).get() as { rows: number };
	return { name, columns: columns.map((column) => column.name), key: key.map((column) => column.name), rows };
}
