/** Expression sources for JavaScript texts. Each is bounded, so that no file slows the search. */

export const gap = String.raw`(?:\s|/\*(?:(?!\*/)[\s\S]){0,500}\*/|//[^\n]{0,500}\n)*`;
const literal = ['"', "'", '`'].map((quote) => `${quote}(?:\\\\[\\s\\S]|[^${quote}\\\\\\n])*${quote}`).join('|');
export const constant = `(?:${literal})(?:${gap}\\+${gap}(?:${literal})){0,50}`;

const parts = new RegExp(literal, 'g');
const escape = /\\(?:u\{0*([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/gi;
const named: Record<string, string> = {
	n: '\n',
	r: '\r',
	t: '\t',
	b: '\b',
	v: '\v',
	f: '\f',
	'\n': '',
	'\r': '',
	'\r\n': '',
	'\u2028': '',
	'\u2029': '',
};

/** Fits a path written entirely as escapes. */
const maxLength = 40_000;

/** Undefined for a template with expressions. */
export function readConstant(source: string | undefined): string | undefined {
	if (source === undefined || source.length > maxLength) return undefined;
	const values = Array.from(source.matchAll(parts), ([text]) => readLiteral(text));
	return values.includes(undefined) ? undefined : values.join('');
}

function readLiteral(text: string): string | undefined {
	const inner = text.slice(1, -1);
	if (text.startsWith('`') && /(?<!\\)(?:\\\\)*\$\{/.test(inner)) return undefined;
	// oxlint-disable-next-line no-control-regex -- all of ASCII
	if (!/[^\u0000-\u005b\u005d-\u007f]/.test(inner)) return inner;
	return Buffer.from(inner, 'latin1').toString().replace(escape, unescape);
}

function unescape(_: string, braced?: string, unicode?: string, byte?: string, octal?: string, other = ''): string {
	const code = octal === undefined ? Number.parseInt(braced ?? unicode ?? byte ?? '', 16) : Number.parseInt(octal, 8);
	return Number.isNaN(code) ? (named[other] ?? other) : String.fromCodePoint(Math.min(code, 0x10_ffff));
}

/** Resolves escapes: `requ\u0069re` is `require`. An escaped backslash stays. */
export const readNames = (text: string): string =>
	text.includes('\\u') ? text.replace(/\\(?:u00([3-7][\da-f])|u\{0*([3-7][\da-f])\}|[\s\S])/gi, readLetter) : text;

function readLetter(all: string, unicode?: string, braced?: string): string {
	const letter = String.fromCharCode(Number.parseInt(unicode ?? braced ?? '0', 16));
	return /[\w$]/.test(letter) ? letter : all;
}
