import { getErrorMessage } from '../../core/base/errors';

export const oneMeaning = 'JSON in UTF-8 that can be read in one way only';

/** Documents nest four levels deep. Deeper nesting is an attack on the parser. */
const maxDepth = 32;

/** For files that people edit, such as package.json: an editor can add a byte order mark. */
export const parseMarkedJson = (bytes: Uint8Array): unknown =>
	parseStrictJson(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes);

/**
 * Parses unambiguous JSON, as in I-JSON (RFC 7493): valid UTF-8, no lone surrogates, no inexact numbers, no duplicate names, no `__proto__`. RFC 8259
 * section 4 leaves repeated names open; RFC 8725 section 2.4 describes the consequences. @throws Error that names the problem
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
	const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		// V8's message quotes the text; the position is enough.
		throw new Error(`not JSON${/ at position \d+/.exec(getErrorMessage(error))?.[0] ?? ''}`, { cause: error });
	}
	refuseSecondMeanings(text);
	return value;
}

/** The text is valid JSON, so only strings, numbers and brackets matter. */
function refuseSecondMeanings(text: string): void {
	const open: Set<string>[] = [];
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '{' || character === '[') {
			if (open.push(new Set()) > maxDepth) throw new Error(`nested deeper than ${maxDepth}`);
		} else if (character === '}' || character === ']') {
			open.pop();
		} else if (character === '"') {
			const end = findStringEnd(text, at);
			const quoted = text.slice(at, end);
			refuseHalfPairs(quoted);
			if (isName(text, end)) addName(open[open.length - 1], JSON.parse(quoted) as string);
			at = end - 1;
		} else if (character === '-' || (character !== undefined && character >= '0' && character <= '9')) {
			at = refuseVagueNumber(text, at) - 1;
		}
	}
}

/** `\ud800` alone is not a character. Some parsers replace it with U+FFFD, so that two names become one. */
function refuseHalfPairs(quoted: string): void {
	if (!/\\u[dD][89a-fA-F]/.test(quoted)) return;
	if (!(JSON.parse(quoted) as string).isWellFormed()) throw new Error('a text contains half of a surrogate pair');
}

const numberText = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Requires the one spelling of a number (no 1.0, 1e3, -0) and a size exact in every parser. Returns its end. */
function refuseVagueNumber(text: string, start: number): number {
	numberText.lastIndex = start;
	const [spelling = ''] = numberText.exec(text) ?? [];
	const value = Number(spelling);
	if (!Number.isFinite(value) || (Number.isInteger(value) && String(value) !== spelling)) {
		throw new Error(`the number ${spelling.slice(0, 40)} is not in its plain spelling, or is too large`);
	}
	return start + spelling.length;
}

function addName(names: Set<string> | undefined, name: string): void {
	// JavaScript can read it as the object's prototype, other languages as a plain name.
	if (name === '__proto__') throw new Error('the name "__proto__" is not allowed');
	if (names?.has(name)) throw new Error(`the name ${JSON.stringify(name)} appears twice in one object`);
	names?.add(name);
}

function findStringEnd(text: string, start: number): number {
	let at = start + 1;
	while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
	return at + 1;
}

/** In valid JSON a string is a name exactly when a colon follows it. */
function isName(text: string, end: number): boolean {
	let at = end;
	while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at++;
	return text[at] === ':';
}
