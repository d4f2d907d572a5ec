/** Elements without visible or valid text. */
const unseen = new Set(['script', 'style', 'noscript', 'svg', 'template', 'iframe', 'del', 's', 'strike']);
/** Marks super- and subscripts: an exponent is not part of its number. */
const shifts = new Map([
	['sup', '^'],
	['sub', '_'],
]);
const breaks = new Set([
	'p',
	'div',
	'br',
	'li',
	'tr',
	'h1',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
	'section',
	'article',
	'title',
	'table',
	'ul',
	'ol',
	'pre',
	'hr',
]);
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Removes markup in linear time. Not a parser: text after truncated or wrongly nested elements can be lost. */
export function reduceHtml(html: string): string {
	const parts: string[] = [];
	let at = 0;
	while (at < html.length) {
		const open = html.indexOf('<', at);
		parts.push(html.slice(at, open < 0 ? undefined : open));
		if (open < 0) break;
		const end = html.startsWith('<!--', open) ? findEnd('-->', html, open) : findEnd('>', html, open);
		if (end < 0) break;
		const name = /^<\/?([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24))?.[1]?.toLowerCase() ?? '';
		const opens = html[open + 1] !== '/';
		parts.push(writeMark(name, opens, html[end]));
		at = unseen.has(name) && opens ? findElementEnd(name, html, end) : end;
		if (at < 0) break;
	}
	return tidy(parts.join(''));
}

function writeMark(name: string, opens: boolean, next = ''): string {
	if (breaks.has(name)) return '\n';
	// A mark in brackets, such as [1], stands out by itself.
	return (opens && /[\p{L}\p{N}-]/u.test(next) && shifts.get(name)) || '';
}

function findEnd(mark: string, html: string, from: number): number {
	const at = html.indexOf(mark, from);
	return at < 0 ? -1 : at + mark.length;
}

function findElementEnd(name: string, html: string, from: number): number {
	const close = new RegExp(`</${name}(?=[\\s>])`, 'gi');
	close.lastIndex = from;
	const match = close.exec(html);
	return match ? findEnd('>', html, match.index) : -1;
}

function tidy(text: string): string {
	return text
		.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{1,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) =>
			name ? (entities[name.toLowerCase()] ?? whole) : toCharacter(decimal ? Number(decimal) : Number.parseInt(hex!, 16)),
		)
		.split('\n')
		.map((line) => line.replace(/\s+/g, ' ').trim())
		.filter(Boolean)
		.join('\n');
}

function toCharacter(point: number): string {
	return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point).toWellFormed() : '';
}
