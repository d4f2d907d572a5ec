import { type HtmlElement, createIn } from './html-element';

/** Max cells added for spans. */
const maxAdded = 20_000;
const maxColumns = 100;
const maxRepeated = 200;

/** Converts tables for Markdown: a cell for each column in each row. A cell over several rows is repeated, so that each row can be read alone. */
export function squareTables(content: HtmlElement): void {
	const left = { cells: maxAdded };
	for (const table of [...content.querySelectorAll('table')]) {
		if (laysOut(table)) continue;
		for (const nested of [...table.querySelectorAll('table')]) writeOut(nested);
		square(table, left);
	}
}

/** Detects layout tables: one cell, headings, or mostly other tables. */
export function laysOut(table: HtmlElement): boolean {
	if (table.getAttribute('role') === 'presentation' || table.querySelector('h1, h2, h3, h4, h5, h6, pre')) return true;
	if (!table.querySelector('tr') || table.querySelectorAll('td, th').length <= 1) return true;
	const first = table.querySelector('table');
	if (!first) return false;
	const nested = [...table.querySelectorAll('table')];
	return nested.some((each) => each.querySelector('table') !== null) || 2 * countCharacters(nested) >= countCharacters([table]);
}

function countCharacters(elements: HtmlElement[]): number {
	return elements.reduce((sum, { textContent }) => sum + (textContent?.replace(/\s+/g, '').length ?? 0), 0);
}

function writeOut(table: HtmlElement): void {
	const rows = [...table.querySelectorAll('tr')].map((row) =>
		[...row.children].flatMap((cell) => cell.textContent?.replace(/\s+/g, ' ').trim() || []).join(', '),
	);
	const line = createIn(table, 'p');
	line.textContent = rows.filter((row) => row !== '').join('; ');
	table.parentNode!.insertBefore(line, table);
	table.remove();
}

type Pending = Map<number, { rows: number; text: string }>;

function square(table: HtmlElement, left: { cells: number }): void {
	const pending: Pending = new Map();
	for (const row of [...table.querySelectorAll('tr')]) {
		// The rest stays unchanged: it would cost more with each row.
		if (left.cells <= 0) return;
		let column = 0;
		const add = (text: string, before: HtmlElement | null) => {
			column += 1;
			left.cells -= 1;
			if (left.cells < 0) return;
			const cell = createIn(row, 'td');
			cell.textContent = text;
			row.insertBefore(cell, before);
		};
		const addPending = (before: HtmlElement | null) => {
			for (let above = pending.get(column); above && above.rows > 0; above = pending.get(column)) {
				above.rows -= 1;
				add(above.text, before);
			}
		};
		for (const cell of [...row.children]) {
			if (!/^T[DH]$/.test(cell.tagName)) continue;
			addPending(cell);
			const [columns, rows] = [readSpan(cell, 'colspan', maxColumns), readSpan(cell, 'rowspan', 65_534)];
			const text = cell.textContent?.replace(/\s+/g, ' ').trim() ?? '';
			const next = cell.nextElementSibling;
			for (let index = 0; index < columns; index += 1) {
				if (rows > 1) pending.set(column, { rows: rows - 1, text: index === 0 && text.length <= maxRepeated ? text : '' });
				if (index === 0) column += 1;
				else add('', next);
			}
		}
		addPending(null);
	}
}

function readSpan(cell: HtmlElement, name: 'colspan' | 'rowspan', max: number): number {
	const span = Number.parseInt(cell.getAttribute(name) ?? '1', 10);
	cell.removeAttribute(name);
	return Math.min(max, Math.max(1, span || 1));
}
