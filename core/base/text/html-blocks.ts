/** Elements whose lines are HTML up to the next empty line (CommonMark 0.31, 4.6, condition 6). */
const blockNames = new Set(
	(
		'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure ' +
		'footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p ' +
		'param search section summary table tbody td tfoot th thead title tr track ul'
	).split(' '),
);
const ends: Array<[beginning: RegExp, end: RegExp]> = [
	[/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/gi],
	[/^<!--/, /-->/g],
	[/^<\?/, /\?>/g],
	[/^<!\[CDATA\[/, /\]\]>/g],
	[/^<![a-z]/i, />/g],
];
const name = /^<\/?([a-z][a-z0-9-]{0,30})(?=[\s>]|\/>|$)/i;
/** One complete tag alone on its line (condition 7). */
const tagAlone = /^<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>[ \t]*\r?$/i;
const emptyLine = /\n[ \t]*(?=\r?\n)/g;
const beginningCharacters = 400;

/**
 * Returns the end of the HTML that begins at a `<` at the start of a line; undefined if none does. Nothing in it is Markdown. @param interrupts the
 * line before it is a paragraph, which a single tag does not end
 */
export function findHtmlEnd(text: string, start: number, lineEnd: number, interrupts: () => boolean): number | undefined {
	const line = text.slice(start, Math.min(lineEnd, start + beginningCharacters));
	for (const [beginning, end] of ends) if (beginning.test(line)) return findLineAfter(text, end, start + 2);
	const tag = name.exec(line)?.[1]?.toLowerCase();
	if (tag === undefined || !(blockNames.has(tag) || (tagAlone.test(line) && !interrupts()))) return undefined;
	emptyLine.lastIndex = start;
	return emptyLine.exec(text) ? emptyLine.lastIndex : text.length;
}

function findLineAfter(text: string, end: RegExp, from: number): number {
	end.lastIndex = from;
	if (!end.exec(text)) return text.length;
	const newline = text.indexOf('\n', end.lastIndex);
	return newline < 0 ? text.length : newline;
}
