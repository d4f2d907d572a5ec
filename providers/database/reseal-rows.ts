/** Reseals stored values under another master key, in portions between which others write. */
import type { Dialect } from './tenant-database';
import type { Value } from './state-schema';

export interface ResealConnection {
	readonly dialect: Dialect;
	all<Found = Record<string, unknown>>(sql: string, ...values: Value[]): Promise<Found[]>;
	run(sql: string, ...values: Value[]): Promise<number>;
}

export type ResealChange = <Result>(work: (connection: ResealConnection) => Promise<Result>) => Promise<Result>;

/** Reseals by heads only, so that values of many megabytes are neither read nor sent. */
export interface Reseal {
	prefix: Uint8Array;
	/** Prefix and head are whole characters in base64. */
	headBytes: number;
	/** @returns undefined if it cannot be opened */
	toNewHead(head: Uint8Array): Uint8Array | undefined;
}

interface ResealCounts {
	resealed: number;
	/** Damaged values under the old key. They stay as they are. */
	unreadable: number;
}

const rowsAtOnce = 200;

interface Column {
	table: string;
	name: string;
	isText: boolean;
	key: string[];
}

/** Reseals a column from first to last row; concurrent changes win. @param onRows gets the number of resealed rows after each portion */
export async function resealColumn(
	change: ResealChange,
	[table, name]: readonly [table: string, column: string],
	reseal: Reseal,
	{ signal, onRows }: { signal: AbortSignal; onRows: (rows: number) => void },
): Promise<ResealCounts> {
	const counts: ResealCounts = { resealed: 0, unreadable: 0 };
	const column = await change((connection) => readColumn(connection, table, name));
	if (column === undefined) return counts;
	for (let after: Value[] | undefined; ;) {
		signal.throwIfAborted();
		const portion = await change((connection) => resealPortion(connection, column, reseal, after));
		counts.resealed += portion.resealed;
		counts.unreadable += portion.unreadable;
		onRows(portion.resealed);
		if (portion.last === undefined) return counts;
		after = portion.last;
	}
}

async function readColumn(connection: ResealConnection, table: string, name: string): Promise<Column | undefined> {
	const columns = await connection.all<{ name: string; type: string; place: number | null }>(
		connection.dialect === 'sqlite'
			? 'SELECT name, type, pk AS place FROM pragma_table_info(?) ORDER BY pk'
			: `SELECT attname AS name, upper(format_type(atttypid, NULL)) AS type, array_position(indkey::int2[], attnum) + 1 AS place FROM pg_attribute
				LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
				ORDER BY place`,
		table,
	);
	const found = columns.find((column) => column.name === name);
	const key = columns.filter(({ place }) => place !== null && place > 0).map((column) => column.name);
	return found && { table, name, key, isText: found.type === 'TEXT' };
}

async function resealPortion(connection: ResealConnection, column: Column, reseal: Reseal, after: Value[] | undefined) {
	const { table, key } = column;
	const { head, condition, prefix } = selectHead(connection, column, reseal);
	const rows = await connection.all<Record<string, Value>>(
		`SELECT ${key.join(', ')}, ${head} AS sealed_head FROM ${table} WHERE ${condition}
		${after ? `AND (${key.join(', ')}) > (${key.map(() => '?').join(', ')})` : ''} ORDER BY ${key.join(', ')} LIMIT ${rowsAtOnce}`,
		...prefix,
		...(after ?? []),
	);
	const counts = { resealed: 0, unreadable: 0 };
	for (const row of rows) {
		const old = toBytes(row.sealed_head!);
		const fresh = reseal.toNewHead(old);
		if (fresh === undefined) counts.unreadable += 1;
		else counts.resealed += await replaceHead(connection, column, { old, fresh, values: key.map((name) => row[name]!) });
	}
	const last = rows.length < rowsAtOnce ? undefined : key.map((name) => rows.at(-1)![name]!);
	return { ...counts, last };
}

function selectHead({ dialect }: ResealConnection, { name, isText }: Column, { prefix, headBytes }: Reseal) {
	if (!isText) return { head: `substr(${name}, 1, ${headBytes})`, condition: `substr(${name}, 1, ${prefix.length}) = ?`, prefix: [prefix] };
	const at = dialect === 'sqlite' ? `instr(${name}, ?)` : `strpos(${name}, ?)`;
	const letters = toText(prefix);
	return { head: `substr(${name}, ${at}, ${(headBytes / 3) * 4})`, condition: `${at} > 0`, prefix: [letters, letters] };
}

/** Only if the head is unchanged. @returns the number of changed rows */
function replaceHead(
	connection: ResealConnection,
	{ table, name, isText, key }: Column,
	{ old, fresh, values }: { old: Uint8Array; fresh: Uint8Array; values: Value[] },
): Promise<number> {
	const own = `WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`;
	if (isText)
		return connection.run(
			`UPDATE ${table} SET ${name} = replace(${name}, ?, ?) ${own} AND replace(${name}, ?, '') <> ${name}`,
			toText(old),
			toText(fresh),
			...values,
			toText(old),
		);
	const bytes = connection.dialect === 'sqlite' ? 'BLOB' : 'BYTEA';
	return connection.run(
		`UPDATE ${table} SET ${name} = CAST(CAST(? AS ${bytes}) || substr(${name}, ${old.length + 1}) AS ${bytes}) ${own}
		AND substr(${name}, 1, ${old.length}) = ?`,
		fresh,
		...values,
		old,
	);
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const toBytes = (head: Value): Uint8Array => (typeof head === 'string' ? Buffer.from(head, 'base64') : (head as Uint8Array));
