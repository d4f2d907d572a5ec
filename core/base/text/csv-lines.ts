export interface CsvColumn<Row> {
	name: string;
	value: (row: Row) => string | number | null;
}

/** RFC 4180, each line without its line feed. No cell is a formula in a spreadsheet. */
export function csvLines<Row>(columns: Array<CsvColumn<Row>>, rows: Row[]): string[] {
	return [csvHead(columns), ...rows.map((row) => csvLine(columns, row))];
}

export const csvHead = <Row>(columns: Array<CsvColumn<Row>>): string => `${columns.map(({ name }) => name).join(',')}\r`;

export const csvLine = <Row>(columns: Array<CsvColumn<Row>>, row: Row): string =>
	`${columns.map(({ value }) => csvCell(value(row))).join(',')}\r`;

function csvCell(value: string | number | null): string {
	if (value === null || typeof value === 'number') return String(value ?? '');
	// Some also read the wide forms. https://owasp.org/www-community/attacks/CSV_Injection
	const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
