/** In code units: max distance of a heading from its cells, and max length of a row. */
interface Limits {
	distance: number;
	rows: number;
	row: number;
}

/** A value further from its heading is read with the words beside it. */
const near: Limits = { distance: 256, rows: 4, row: 256 };
const maxCellLength = 40;
const rule = /^[\s|:+=-]*$/;
const blank = /[\s"'`*]/;
const delimiter = /[;|,\t]/;
const lastDelimiter = /[;|,\t][^;|,\t]*$/;
/** Words before a label in its cell: `"client_`, `** Mot de `. */
const wordsOfHeading = /^[ "*`]{0,4}(?:[\p{L}\p{N}_.'-]{1,24}[ "*`]{1,4}){0,3}[\p{L}\p{N}_.'-]{0,24}$/u;

interface Cell {
	start: number;
	end: number;
}

/** Returns the cells below a label that heads a CSV or table column, without quotes and spaces; none if the label is in a sentence. */
export function findCellsBelow(text: string, labelStart: number, labelEnd: number, limits = near): Cell[] {
	const delimiter = findDelimiter(text, labelStart, labelEnd);
	if (!delimiter) return [];
	const lineEnd = labelEnd + text.slice(labelEnd, labelEnd + limits.row).indexOf('\n');
	const from = Math.max(0, labelStart - limits.row);
	const lineStart = from + text.slice(from, labelStart).lastIndexOf('\n') + 1;
	if (lineEnd < labelEnd || (lineStart === from && from > 0)) return [];
	const heading = text.slice(lineStart, lineEnd).split(delimiter);
	const column = text.slice(lineStart, labelStart).split(delimiter).length - 1;
	const cells: Cell[] = [];
	let rowStart = lineEnd + 1;
	for (let rows = 0; rows < limits.rows && rowStart < text.length && rowStart - labelEnd < limits.distance; rows++) {
		const newline = text.indexOf('\n', rowStart);
		const rowEnd = newline < 0 ? text.length : newline;
		const row = text.slice(rowStart, Math.min(rowEnd, rowStart + limits.row));
		if (!rule.test(row)) {
			const parts = row.split(delimiter);
			if (parts.length < heading.length) break;
			cells.push(readCell(parts, column, rowStart));
		}
		rowStart = rowEnd + 1;
	}
	return cells;
}

/** Returns the values of an SQL column, without quotes: `INSERT INTO t (id, label) VALUES (3, 'value')`. */
export function findInsertedCells(text: string, labelStart: number, labelEnd: number, limits = near): Cell[] {
	const columnsEnd = valuesFollow.exec(text.slice(labelEnd, labelEnd + near.row))?.[0].length;
	if (columnsEnd === undefined) return [];
	const before = text.slice(Math.max(0, labelStart - near.row), labelStart);
	const column = before.slice(before.lastIndexOf('(') + 1).split(',').length - 1;
	const cells: Cell[] = [];
	const rowsStart = labelEnd + columnsEnd;
	for (const row of text.slice(rowsStart, rowsStart + limits.distance).matchAll(rowForm)) {
		const cell = [...row[1]!.matchAll(sqlValue)][column];
		if (!cell || cells.length === limits.rows) break;
		const value = cell[0].trim().replace(/^'|'$/g, '');
		const start = rowsStart + row.index + 1 + cell.index + cell[0].indexOf(value);
		cells.push({ start, end: start + value.length });
	}
	return cells;
}

const valuesFollow = /^[\w\s,"`[\]]{0,64}\)\s{0,4}VALUES\s{0,4}(?=\()/i;
const rowForm = /\(([^()]*)\)/g;
const sqlValue = /(?:'[^']*'|[^,'])+/g;

function findDelimiter(text: string, labelStart: number, labelEnd: number): string | undefined {
	const behind = /^[\w "*`]{0,24}/.exec(text.slice(labelEnd, labelEnd + maxCellLength))![0];
	const next = text[labelEnd + behind.length] ?? '';
	if (delimiter.test(next)) return next;
	const before = text.slice(Math.max(0, labelStart - maxCellLength), labelStart);
	const last = before.search(lastDelimiter);
	return last >= 0 && wordsOfHeading.test(before.slice(last + 1)) ? before[last] : undefined;
}

function readCell(parts: readonly string[], column: number, rowStart: number): Cell {
	const from = parts.slice(0, column).reduce((length, part) => length + part.length + 1, rowStart);
	const cell = parts[column]!;
	let start = 0;
	let end = cell.length;
	while (start < end && blank.test(cell[start]!)) start++;
	while (end > start && blank.test(cell[end - 1]!)) end--;
	return { start: from + start, end: from + end };
}
