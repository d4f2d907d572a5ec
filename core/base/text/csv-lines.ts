export interface CsvColumn<Row> {
	/** The name of the field. */
	name: string;
	value: (row: Row) => string | number | null;
}

/** Returns rows as CSV (RFC 4180), each without its line feed. No cell is a formula in a spreadsheet. */
export function csvLines<Row>(columns: Array<CsvColumn<Row>>, rows: Row[]): string[] {
	return [csvHead(columns), ...rows.map((row) => csvLine(columns, row))];
}

/** Returns the first line of such rows. */
export const csvHead = <Row>(columns: Array<CsvColumn<Row>>): string => `${columns.map(({ name }) => name).join(',')}\r`;

/** Returns the line of a row. */
export const csvLine = <Row>(columns: Array<CsvColumn<Row>>, row: Row): string =>
	`${columns.map(({ value }) => csvCell(value(row))).join(',')}\r`;

function csvCell(value: string | number | null): string {
	if (value === null || typeof value === 'number') return String(value ?? '');
	// Some read the wide forms of these characters, too. https://owasp.org/www-community/attacks/CSV_Injection
	const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
