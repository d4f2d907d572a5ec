import type { StateConnection, Value } from '../../database/state-database';

/** Rows per statement. The rest are written singly: each row count would be another cached statement. */
const rowsAtOnce = 64;

export async function insertRows(connection: StateConnection, into: string, rows: ReadonlyArray<readonly Value[]>): Promise<void> {
	const row = `(${Array.from(rows[0] ?? [], () => '?').join(', ')})`;
	const insert = (count: number) => `INSERT INTO ${into} VALUES ${Array.from({ length: count }, () => row).join(', ')}`;
	const whole = rows.length - (rows.length % rowsAtOnce);
	const many = whole > 0 ? insert(rowsAtOnce) : '';
	const one = insert(1);
	for (let from = 0; from < whole; from += rowsAtOnce) await connection.run(many, ...rows.slice(from, from + rowsAtOnce).flat());
	for (const values of rows.slice(whole)) await connection.run(one, ...values);
}
