import { matchBounds } from '../match-bounds';

/** In code units, and in rows. */
const farthest = 256;
const maxRows = 4;
const delimiters = ';|\t,';
const padding = ' "\'';

/** Returns the column heading if the value fills a CSV or table cell: `cpf;nome` above `529…;Ana`. */
export function headingAbove(text: string, start: number, end: number): { start: number; end: number } | undefined {
	const delimiter = text.includes('\n') ? delimiterBeside(text, start, end) : undefined;
	if (!delimiter) return undefined;
	const from = Math.max(0, start - farthest);
	const lines = text.slice(from, start).split('\n');
	const column = lines.pop()!.split(delimiter).length - 1;
	let lineEnd = text.lastIndexOf('\n', start - 1);
	for (let rows = 0; rows < maxRows && lines.length > 0; rows++) {
		const line = lines.pop()!;
		// A truncated line has lost cells.
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

function delimiterBeside(text: string, start: number, end: number): string | undefined {
	let before = start - 1;
	let behind = end;
	while (before >= 0 && start - before < 4 && padding.includes(text[before]!)) before--;
	while (behind < text.length && behind - end < 4 && padding.includes(text[behind]!)) behind++;
	const opens = text[before] ?? '\n';
	const closes = text[behind] ?? '\n';
	if (closes === '\n' || closes === '\r') return delimiters.includes(opens) ? opens : undefined;
	return delimiters.includes(closes) && (opens === '\n' || opens === closes) ? closes : undefined;
}

/** Returns the column name of an inserted value: `cpf` for the second value of `INSERT INTO t (id, cpf) VALUES (3, '529…')`. */
export function columnInserted(text: string, start: number): { start: number; end: number } | undefined {
	if (!beginsAValue.includes(text[start - 1] ?? 'x') || !/[(,]\s?['"]?$/.test(text.slice(Math.max(0, start - 3), start))) return undefined;
	const from = Math.max(0, start - farthest);
	const before = text.slice(from, start);
	const row = before.lastIndexOf('(');
	const values = valuesKeyword.exec(before.slice(0, row + 1));
	if (!values || isInside(before.slice(values.index + 1, row))) return undefined;
	const filled = before.slice(row + 1).replace(quoted, '');
	const column = filled.split(',').length - 1;
	const first = before.lastIndexOf('(', values.index) + 1;
	const names = before.slice(first, values.index).split(',');
	if (first === 0 || column >= names.length) return undefined;
	const nameStart = from + first + names.slice(0, column).reduce((length, name) => length + name.length + 1, 0);
	const nameEnd = nameStart + names[column]!.length;
	return from + values.index - nameEnd > matchBounds.words ? undefined : { start: nameStart, end: nameEnd };
}

const beginsAValue = `'"(, `;
const valuesKeyword = /\)\s{0,4}VALUES\s{0,4}(?=\()/i;
/** With an open bracket the value belongs to a function, not to a column. */
const isInside = (rows: string): boolean => {
	const bare = rows.replace(quoted, '');
	return bare.split('(').length !== bare.split(')').length;
};

const quoted = /'[^']*'/g;
