export interface CsvColumn<Row> {
	/** The name of the field. */
	name: string;
	value: (row: Row) => string | number | null;
}

/** Returns rows as CSV (RFC 4180), each without its line feed. No cell is a formula in a spreadsheet. */
export function csvLines<Row>(columns: Array<CsvColumn<Row>>, rows: Row[]): string[] {
	const head = columns.map(({ name }) => name).join(',');
	return [head, ...rows.map((row) => columns.map(({ value }) => csvCell(value(row))).join(','))].map((line) => `${line}\r`);
}

function csvCell(value: string | number | null): string {
	if (value === null || typeof value === 'number') return String(value ?? '');
	// https://owasp.org/www-community/attacks/CSV_Injection
	const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
