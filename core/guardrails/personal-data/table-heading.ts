/** How far above its cell a heading is looked for, in code units, and how many rows up. */
const FARTHEST = 256;
const MOST_ROWS = 4;
const DELIMITERS = ';|\t,';
const PADDING = ' "\'';

/** The heading of the column that a value stands in, when the value fills a cell of CSV or of a table: `cpf;nome` above `529…;Ana`. */
export function headingAbove(text: string, start: number, end: number): { start: number; end: number } | undefined {
	const delimiter = delimiterBeside(text, start, end);
	if (!delimiter) return undefined;
	const from = Math.max(0, start - FARTHEST);
	const lines = text.slice(from, start).split('\n');
	const column = lines.pop()!.split(delimiter).length - 1;
	let lineEnd = text.lastIndexOf('\n', start - 1);
	for (let rows = 0; rows < MOST_ROWS && lines.length > 0; rows++) {
		const line = lines.pop()!;
		// A line that is cut off has lost cells.
		if (lines.length === 0 && from > 0) return undefined;
		const lineStart = lineEnd - line.length;
		const cells = line.split(delimiter, column + 1);
		if (cells.length <= column) return undefined;
		const cell = cells.pop()!;
		const before = cells.reduce((length, { length: more }) => length + more + 1, lineStart);
		if (/\p{L}/u.test(cell) && !/\d/.test(cell)) return { start: before, end: before + cell.length };
		lineEnd = lineStart - 1;
	}
	return undefined;
}

/** What parts the cells, when nothing but it and quotes stands beside the value. */
function delimiterBeside(text: string, start: number, end: number): string | undefined {
	let [before, behind] = [start - 1, end];
	while (before >= 0 && start - before < 4 && PADDING.includes(text[before]!)) before--;
	while (behind < text.length && behind - end < 4 && PADDING.includes(text[behind]!)) behind++;
	const opens = text[before] ?? '\n';
	const closes = text[behind] ?? '\n';
	if (closes === '\n' || closes === '\r') return DELIMITERS.includes(opens) ? opens : undefined;
	return DELIMITERS.includes(closes) && (opens === '\n' || opens === closes) ? closes : undefined;
}
