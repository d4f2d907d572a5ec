import { characterOf, findEntity } from './entities';
import { type RangeMap, RewrittenText, sameRange } from './rewritten-text';

interface Unescaped {
	text: string;
	toOriginal: RangeMap;
}

interface Escape {
	text: string;
	end: number;
}

const controlSign = '\u001b';
const opener = new RegExp(`[%&\\\\<${controlSign}]`, 'g');
/** For mail source (RFC 2045, 6.7). Elsewhere, `=` and two digits are a value. */
const mailOpener = new RegExp(`[=%&\\\\<${controlSign}]`, 'g');
const mailHeader = /^content-transfer-encoding:[ \t]{0,20}"?quoted-printable/im;
const mailByte = /=([0-9A-Fa-f]{2})/y;
const softBreak = /=[ \t]{0,20}\r?\n/y;
/** Terminal colours (ECMA-48, 8.3.117), as control character or escape. */
const color = new RegExp(`(?:${controlSign}|\\\\{1,8}(?:u001[bB]|x1[bB]|033|e))\\[[\\d;:]{0,20}[mK]`, 'y');
/** Nested JSON doubles the backslashes. */
const backslash = /\\{1,8}(?:([bfnrtv]|\r?\n)|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|(["'/@_.\-()+*~#!]))/y;
/** A backslash before a line end continues it. */
const controls: Record<string, string> = { b: '\b', f: '\f', v: '\v', n: '\n', r: '\r', t: '\t', '\n': ' ', '\r\n': ' ' };
const entity = /&(?:amp;){0,2}(?:#(\d{1,7});?|#[xX]([0-9A-Fa-f]{1,6});?|([A-Za-z][A-Za-z0-9]{1,8});)/y;
const percent = /%(?:25){0,2}([0-9A-Fa-f]{2})/y;
/** Layout elements, and attributes without values. Other elements can be labels. */
const tag =
	/<(\/?)(b|strong|em|i|u|s|small|big|mark|code|kbd|samp|tt|span|font|label|wbr|nobr|bdi|bdo|abbr|cite|var|ins|p|div|br|hr|dl|dt|dd|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|pre|blockquote)(?![^<>]{0,600}(?:@|(?:\d[ .-]?){7}))(?:\s(?:class|style|scope|align|valign|width|height|colspan|rowspan|border|cellspacing|cellpadding|bgcolor|dir)="[^"<>]{0,200}"){0,8}\s?\/?>/iy;
const inline = /^(?:b|strong|em|i|u|s|small|big|mark|code|kbd|samp|tt|span|font|label|wbr|nobr|bdi|bdo|abbr|cite|var|ins)$/i;
/** URL host delimiters differ from their escapes: `https://ana:p%40ss@example.com`. */
const delimitsHost = /[@:/?#[\]]/;
const inHost = /:\/\/[^\s/?#"'<>]{0,100}$/;

/** Decodes escapes of JSON, JavaScript, Markdown, URLs, HTML and mails, also nested, and replaces layout tags with their space. */
export function unescapeText(original: string): Unescaped {
	const signs = mailHeader.test(original) ? mailOpener : opener;
	signs.lastIndex = 0;
	let written: RewrittenText | undefined;
	let copied = 0;
	for (let found = signs.exec(original); found; found = signs.exec(original)) {
		const escape = readEscape(original, found.index);
		if (!escape) continue;
		written ??= new RewrittenText(original);
		written.copy(copied, found.index);
		written.replace(escape.text, found.index, escape.end - found.index);
		copied = signs.lastIndex = escape.end;
	}
	if (!written) return { text: original, toOriginal: sameRange };
	written.copy(copied, original.length);
	return { text: written.text, toOriginal: written.toOriginal };
}

/** Escapes a replacement for the surrounding JSON, page, URL or form. */
export function escapeLike(text: string, { start, end }: { start: number; end: number }, replacement: string): string {
	const value = text.slice(start, end);
	const isField = () => fieldBefore.test(text.slice(Math.max(0, start - maxField), start)) || isFirstField(text, start, end);
	if (percentEscape.test(value) || (/\s/.test(replacement) && !/\s/.test(value) && isField())) return encodeURI(replacement.toWellFormed());
	return /[&\\]/.test(value) ? replacement.replace(/\s+/g, ' ').replace(/["\\<>&]/g, '') : replacement;
}

const maxField = 200;
const percentEscape = /%[0-9A-Fa-f]{2}/;
const fieldBefore = /[?&][\w.%-]{0,64}=[^\s&]*$/;
const isFirstField = (text: string, start: number, end: number): boolean =>
	/(?:^|[\s"'])[\w.%-]{0,64}=[^\s&]*$/.test(text.slice(Math.max(0, start - maxField), start)) &&
	/^[^\s&]*&[\w.%-]{1,64}=/.test(text.slice(end, end + maxField));

function readEscape(text: string, at: number): Escape | undefined {
	switch (text[at]) {
		case '%':
			return readBytes(text, at, percent);
		case '=':
			return read(softBreak, text, at, () => '') ?? readBytes(text, at, mailByte);
		case '&':
			return read(entity, text, at, ([, decimal, hex, name]) =>
				name === undefined ? characterOf(decimal === undefined ? parseInt(hex!, 16) : Number(decimal)) : findEntity(name),
			);
		case '<':
			return read(tag, text, at, ([, closes, name]) => (inline.test(name!) ? '' : layOut(name!.toLowerCase(), closes === '/')));
		case controlSign:
			return read(color, text, at, () => '');
		default:
			return read(color, text, at, () => '') ?? readBackslash(text, at);
	}
}

function readBackslash(text: string, at: number): Escape | undefined {
	return read(backslash, text, at, ([, control, unit, point, byte, sign]) =>
		control === undefined ? (sign ?? characterOf(parseInt((unit ?? point ?? byte)!, 16))) : controls[control],
	);
}

function read(form: RegExp, text: string, at: number, decode: (match: RegExpExecArray) => string | undefined): Escape | undefined {
	form.lastIndex = at;
	const match = form.exec(text);
	const decoded = match ? decode(match) : undefined;
	return decoded === undefined ? undefined : { text: decoded, end: form.lastIndex };
}

function layOut(name: string, closes: boolean): string {
	if (name === 'dt') return closes ? ': ' : '\n';
	if (name === 'td' || name === 'th') return closes ? '\t' : '';
	return name === 'dd' && !closes ? '' : '\n';
}

/** Reads an ASCII byte or a UTF-8 character. Other bytes are another encoding, or no escape (`50%de desconto`). */
function readBytes(text: string, at: number, form: RegExp): Escape | undefined {
	const first = readByte(text, at, form);
	if (!first || continues(first.byte)) return undefined;
	if (first.byte < 0x80) {
		const character = characterOf(first.byte);
		const isOfHost = character !== undefined && delimitsHost.test(character) && inHost.test(text.slice(Math.max(0, at - 120), at));
		return character === undefined || isOfHost ? undefined : { text: character, end: first.end };
	}
	const bytes = [first.byte];
	let { end } = first;
	for (let left = first.byte >= 0xf0 ? 3 : first.byte >= 0xe0 ? 2 : 1; left > 0; left--) {
		const next = readByte(text, end, form);
		if (!next || !continues(next.byte)) return undefined;
		bytes.push(next.byte);
		end = next.end;
	}
	const character = Buffer.from(bytes).toString('utf8');
	return character.includes('\ufffd') ? undefined : { text: character, end };
}

const continues = (byte: number): boolean => byte >> 6 === 0b10;

function readByte(text: string, at: number, form: RegExp): { byte: number; end: number } | undefined {
	form.lastIndex = at;
	const match = form.exec(text);
	return match ? { byte: parseInt(match[1]!, 16), end: form.lastIndex } : undefined;
}
