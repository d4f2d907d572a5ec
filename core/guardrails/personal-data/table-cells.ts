/** How far a heading speaks for the cells below it, in code units. */
const FARTHEST = 256;
const MOST_ROWS = 4;
const DELIMITERS = [';', '\t', '|', ','];
const RULE = /^[\s|:+=-]*$/;

/** The cells below a label that heads a column of CSV or of a table; none when the label stands in a sentence. Without quotes and blanks about them. */
export function cellsBelow(text: string, labelStart: number, labelEnd: number): Array<{ start: number; end: number }> {
	const lineStart = text.lastIndexOf('\n', labelStart - 1) + 1;
	const lineEnd = text.indexOf('\n', labelEnd);
	if (lineEnd < 0 || lineEnd - labelStart > FARTHEST || labelStart - lineStart > FARTHEST) return [];
	const behind = /[;|,\t]/.exec(text.slice(labelEnd, lineEnd).replace(/^[\w\s"]{0,24}(?=[;|,\t])/, ''))?.[0];
	const delimiter = DELIMITERS.find(
		(mark) => mark === behind || text.slice(lineStart, labelStart).trimEnd().replace(/"$/, '').endsWith(mark),
	);
	if (!delimiter) return [];
	const column = text.slice(lineStart, labelStart).split(delimiter).length - 1;
	const cells: Array<{ start: number; end: number }> = [];
	let rowStart = lineEnd + 1;
	for (let rows = 0; rows < MOST_ROWS && rowStart < text.length && rowStart - labelEnd < FARTHEST; rows++) {
		const newline = text.indexOf('\n', rowStart);
		const rowEnd = newline < 0 ? text.length : newline;
		const row = text.slice(rowStart, Math.min(rowEnd, rowStart + FARTHEST));
		if (!RULE.test(row)) {
			const cell = cellOf(row, column, delimiter);
			if (!cell) break;
			cells.push({ start: rowStart + cell.start, end: rowStart + cell.end });
		}
		rowStart = rowEnd + 1;
	}
	return cells;
}

function cellOf(row: string, column: number, delimiter: string): { start: number; end: number } | undefined {
	const parts = row.split(delimiter, column + 1);
	if (parts.length <= column) return undefined;
	const written = parts[column]!;
	const from = row.length === 0 ? 0 : parts.slice(0, column).reduce((length, part) => length + part.length + 1, 0);
	const value = written.replace(/^[\s"']+|[\s"']+$/g, '');
	const start = from + written.indexOf(value);
	return { start, end: start + value.length };
}
