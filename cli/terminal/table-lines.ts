import type { CsvColumn } from '../../core/base/text/csv-lines';
import { printable, type Terminal } from './terminal';

export { csvLines } from '../../core/base/text/csv-lines';

export interface Column<Row> extends CsvColumn<Row> {
	/** The title in a table; a column without one is in CSV only. */
	title?: string;
	numeric?: boolean;
	show?: (row: Row) => string;
}

type Format = Parameters<Terminal['style']>[0];

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
