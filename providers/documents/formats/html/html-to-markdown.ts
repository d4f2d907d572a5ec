import TurndownService from 'turndown';
import { labelAttribute, labelItems } from './label-items';
import { type HtmlElement, createIn } from './html-element';

/** Max cells added for spans. */
const maxAdded = 20_000;
const maxColumns = 100;
const maxRepeated = 200;

/** Converts tables for Markdown: a cell for each column in each row. A cell over several rows is repeated, so that each row can be read alone. */
function squareTables(content: HtmlElement): void {
	const left = { cells: maxAdded };
	for (const table of [...content.querySelectorAll('table')]) {
		if (laysOut(table)) continue;
		for (const nested of [...table.querySelectorAll('table')]) writeOut(nested);
		square(table, left);
	}
}

/** Detects layout tables: one cell, headings, or mostly other tables. */
function laysOut(table: HtmlElement): boolean {
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
			const columns = readSpan(cell, 'colspan', maxColumns);
			const rows = readSpan(cell, 'rowspan', 65_534);
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

/** Converts to Markdown: `#` headings, tables with bars, link targets, alternative texts. */
export function htmlToMarkdown(content: HtmlElement): string {
	const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-', hr: '---' });
	// Escapes only headings and fences: backslashes elsewhere would break the search for words.
	service.escape = (text) => text.replace(/^(#{1,6}(?=\s|$)|```|~~~)/gm, '\\$1');
	service.addRule('link', { filter: 'a', replacement: (text, node) => toLink(text.trim(), asElement(node).getAttribute('href')) || text });
	service.addRule('picture', { filter: 'img', replacement: (_text, node) => asElement(node).getAttribute('alt')?.trim() ?? '' });
	service.addRule('program', { filter: 'pre', replacement: (_text, node) => fenced(asElement(node)) });
	service.addRule('item', { filter: 'li', replacement: (text, node) => toItem(text, asElement(node)) });
	addTables(service);
	labelItems(content);
	squareTables(content);
	breakLines(content);
	return service.turndown(content).trim();
}

function breakLines(content: HtmlElement): void {
	for (const lineBreak of [...content.querySelectorAll('pre br')]) {
		const line = createIn(lineBreak, 'span');
		line.textContent = '\n';
		lineBreak.parentNode!.insertBefore(line, lineBreak);
		lineBreak.remove();
	}
}

function fenced(program: HtmlElement): string {
	const text = (program.textContent ?? '').replace(/^\n|\s+$/g, '');
	if (text === '') return '';
	const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([marks]) => marks.length));
	const language =
		/\blanguage-([\w+#-]{1,30})/.exec(`${program.getAttribute('class')} ${program.querySelector('code')?.getAttribute('class')}`)?.[1] ??
		'';
	const fence = '`'.repeat(longest + 1);
	return `\n\n${fence}${language}\n${text}\n${fence}\n\n`;
}

function toItem(text: string, item: HtmlElement): string {
	const label = item.getAttribute(labelAttribute);
	const prefix = label ? `${label}  ` : '-   ';
	const content = text.replace(/^\n+|\n+$/g, '') + (text.endsWith('\n') ? '\n' : '');
	return prefix + content.replaceAll('\n', `\n${' '.repeat(prefix.length)}`) + (item.nextSibling ? '\n' : '');
}

function toLink(text: string, address: string | null): string | undefined {
	if (!text || text.includes('\n') || !address || !/^(https?:\/\/|mailto:)[^\s()<>]{1,2000}$/i.test(address)) return undefined;
	return text === address ? text : `[${text}](${address})`;
}

/** The first row becomes the header that Markdown requires. Layout tables are read cell by cell. */
function addTables(service: TurndownService): void {
	const layouts = new Map<unknown, boolean>();
	const isLayout = (node: unknown): boolean => {
		const table = findTable(node);
		if (!table) return true;
		const known = layouts.get(table) ?? laysOut(table);
		layouts.set(table, known);
		return known;
	};
	service.addRule('cell', {
		filter: ['td', 'th'],
		replacement: (text, node) =>
			isLayout(node)
				? `\n\n${text}\n\n`
				: ` ${text
						.trim()
						.replace(/\s*\n\s*/g, ' ')
						.replaceAll('|', '\\|')} |`,
	});
	service.addRule('row', {
		filter: 'tr',
		replacement: (text, node) => {
			if (isLayout(node)) return `\n\n${text}\n\n`;
			const row = asElement(node);
			const rule = findTable(row)?.querySelector('tr') === row ? `\n|${' --- |'.repeat(row.children.length)}` : '';
			return `\n|${text}${rule}\n`;
		},
	});
	service.addRule('section', {
		filter: ['thead', 'tbody', 'tfoot'],
		replacement: (text, node) => (isLayout(node) ? `\n\n${text}\n\n` : `\n${text.trim()}\n`),
	});
	service.addRule('table', { filter: ['table', 'caption'], replacement: (text) => `\n\n${text}\n\n` });
}

function findTable(node: unknown): HtmlElement | undefined {
	let element = node as HtmlElement | null;
	while (element && element.tagName !== 'TABLE') element = element.parentNode as HtmlElement | null;
	return element ?? undefined;
}

function asElement(node: unknown): HtmlElement {
	return node as HtmlElement;
}
