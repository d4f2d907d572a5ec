import TurndownService from 'turndown';
import { laysOut, squareTables } from './html-tables';
import { labelAttribute, labelItems } from './label-items';
import { type HtmlElement, createIn } from './html-element';

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
