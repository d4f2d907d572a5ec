import type pg from 'pg';
import { TroupeError } from '../../../core/base/errors';
import type { FileTable } from './read-tables';

export interface TargetColumns {
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
export async function readTargetColumns(client: pg.Client, schema: string, { name, columns }: FileTable): Promise<TargetColumns> {
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
