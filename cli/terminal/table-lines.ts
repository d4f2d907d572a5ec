import { printable, type Terminal } from './terminal';

/** A column of a table. Numbers are right-aligned. */
export interface Column<Row> {
	/** The name of the field in CSV. */
	name: string;
	/** The title in a table; a column without one is in CSV only. */
	title?: string;
	numeric?: boolean;
	/** The raw value, for CSV. */
	value: (row: Row) => string | number | null;
	/** The text for people; default: the value. */
	show?: (row: Row) => string;
}

type Format = Parameters<Terminal['style']>[0];

/** Returns rows as aligned lines below their titles. */
export function tableLines<Row>(
	columns: Array<Column<Row>>,
	rows: Row[],
	terminal: Pick<Terminal, 'style'>,
	chooseFormat: (row: Row) => Format | undefined = () => undefined,
): string[] {
	const visible = columns.filter(({ title }) => title !== undefined);
	const cells = rows.map((row) => visible.map(({ show, value }) => printable(show ? show(row) : String(value(row) ?? '-'))));
	const widths = visible.map(({ title = '' }, index) => Math.max(title.length, ...cells.map((line) => line[index]!.length)));
	const joinCells = (texts: string[]) =>
		texts
			.map((text, index) => (visible[index]!.numeric ? text.padStart(widths[index]!) : text.padEnd(widths[index]!)))
			.join('  ')
			.trimEnd();
	const head = terminal.style('dim', joinCells(visible.map(({ title = '' }) => title)));
	return [
		head,
		...cells.map((line, index) => {
			const format = chooseFormat(rows[index]!);
			return format ? terminal.style(format, joinCells(line)) : joinCells(line);
		}),
	];
}

/** Returns rows as CSV (RFC 4180), each without its line feed. No cell is a formula in a spreadsheet. */
export function csvLines<Row>(columns: Array<Column<Row>>, rows: Row[]): string[] {
	const head = columns.map(({ name }) => name).join(',');
	return [head, ...rows.map((row) => columns.map(({ value }) => csvCell(value(row))).join(','))].map((line) => `${line}\r`);
}

function csvCell(value: string | number | null): string {
	if (value === null || typeof value === 'number') return String(value ?? '');
	// https://owasp.org/www-community/attacks/CSV_Injection
	const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
