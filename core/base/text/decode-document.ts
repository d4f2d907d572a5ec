/**
 * Decodes a document by the Encoding Standard ("decode"): byte order mark, then declared charset, else UTF-8 or Windows-1252 by the bytes. Invalid
 * bytes become U+FFFD. decode-text.ts refuses uncertain encodings; this accepts people's files. @param sent the charset that the sender declares, as
 * in `charset=…` of a media type
 */
export function decodeDocument(bytes: Uint8Array, sent?: string): string {
	const wide = detectWide(bytes);
	if (wide === 'utf-32le' || wide === 'utf-32be') return decodeWords(bytes, wide === 'utf-32le');
	return new TextDecoder(wide ?? chooseEncoding(bytes, sent)).decode(bytes);
}

export function readCharset(mediaType = ''): string | undefined {
	return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(mediaType)?.[1];
}

export function isText(bytes: Uint8Array): boolean {
	if (detectWide(bytes)) return true;
	let controls = 0;
	for (const byte of bytes) {
		if (byte === 0) return false;
		if (byte < 0x20 && !isLayout(byte)) controls += 1;
	}
	return controls <= bytes.length / 1000;
}

function isLayout(byte: number): boolean {
	return (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b;
}

/** Encodings whose letters can also be valid UTF-8 by chance, or ASCII. */
const severalBytes = /^(?:gb|big5|euc-|shift_jis|iso-2022)/;
const neverByChance = 8;

function chooseEncoding(bytes: Uint8Array, sent: string | undefined): string {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
	const declared = toEncoding(sent) ?? declaredEncoding(bytes);
	const { valid, invalid } = countSequences(bytes);
	if (declared === 'utf-8') return valid === 0 && invalid >= notUtf8 ? fallback : declared;
	// Converters to UTF-8 leave old declarations, and servers declare Latin-1 for any file.
	const enough = severalBytes.test(declared ?? '') ? neverByChance : 0;
	return valid >= enough && (invalid === 0 || (valid > 0 && valid >= invalid)) ? 'utf-8' : (declared ?? fallback);
}

const fallback = 'windows-1252';
/** With this many sequences, all invalid, a text is not UTF-8, whatever it declares. */
const notUtf8 = 3;

function isUtf16(encoding: string | undefined): boolean {
	return encoding?.startsWith('utf-16') ?? false;
}

function toEncoding(label: string | undefined): string | undefined {
	if (!label) return undefined;
	try {
		return new TextDecoder(label.trim()).encoding;
	} catch {
		return undefined;
	}
}

/**
 * Finds the declaration in the first kilobyte of a page or XML document (HTML, 13.2.3.2; XML 1.0, 4.3.3). A readable declaration of UTF-16 means
 * UTF-8.
 */
function declaredEncoding(bytes: Uint8Array): string | undefined {
	const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.length)).toString('latin1');
	if (!/^\s*</.test(beginning)) return undefined;
	const [, byPage, byXml] =
		/<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})/i.exec(
			beginning.replace(/<!--[^]*?-->/g, ''),
		) ?? [];
	const encoding = toEncoding(byPage ?? byXml);
	return isUtf16(encoding) ? 'utf-8' : encoding;
}

/** Counts non-ASCII sequences, valid and invalid in UTF-8. A cut-off last one does not count if others are valid. */
function countSequences(bytes: Uint8Array): { valid: number; invalid: number } {
	const counts = { valid: 0, invalid: 0 };
	for (let at = 0; at < bytes.length;) {
		const lead = bytes[at]!;
		const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
		let end = at + 1;
		while (end < Math.min(at + length, bytes.length) && continues(bytes, at, end)) end += 1;
		if (length === 0) counts.invalid += 1;
		else if (length > 1 && end === at + length) counts.valid += 1;
		else if (length > 1 && (end < bytes.length || counts.valid === 0)) counts.invalid += 1;
		at = end;
	}
	return counts;
}

/**
 * Checks a byte of a sequence (Unicode, table 3-7): the second also excludes overlong forms and values above U+10FFFF. Java programs and databases
 * write surrogates.
 */
function continues(bytes: Uint8Array, start: number, at: number): boolean {
	const lead = bytes[start];
	const byte = bytes[at]!;
	if (at === start + 1) {
		if (lead === 0xe0 && byte < 0xa0) return false;
		if (lead === 0xf0 && byte < 0x90) return false;
		if (lead === 0xf4 && byte > 0x8f) return false;
	}
	return byte >= 0x80 && byte <= 0xbf;
}

type Wide = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** Detects UTF-16 and UTF-32 by their marks, and UTF-16 also without one. */
function detectWide(bytes: Uint8Array): Wide | undefined {
	const [first, second, third, fourth] = bytes;
	if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
	if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be';
	return first === 0xfe && second === 0xff ? 'utf-16be' : guessByteOrder(bytes.subarray(0, 1024));
}

/** Decodes UTF-32, which the platform's decoder lacks, without its mark. */
function decodeWords(bytes: Uint8Array, littleEndian: boolean): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let text = '';
	for (let at = 4; at < bytes.length; at += 4) {
		const point = at + 4 <= bytes.length ? view.getUint32(at, littleEndian) : Infinity;
		text += point > 0x10_ffff || (point >= 0xd800 && point < 0xe000) ? '\ufffd' : String.fromCodePoint(point);
	}
	return text;
}
/** Guesses unmarked UTF-16: in Latin text, one byte of each pair is mostly zero, the other mostly a letter. */
function guessByteOrder(beginning: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
	const pairs = beginning.length >> 1;
	const zeros = [0, 0];
	let others = 0;
	for (let at = 0; at < 2 * pairs; at += 1) {
		const byte = beginning[at]!;
		if (byte === 0) zeros[at % 2]! += 1;
		else if (byte >= 0x20 ? byte === 0x7f : !isLayout(byte)) others += 1;
	}
	if (pairs < 4 || others > pairs / 10) return undefined;
	if (zeros[0] === 0 && zeros[1]! >= 0.8 * pairs) return 'utf-16le';
	return zeros[1] === 0 && zeros[0]! >= 0.8 * pairs ? 'utf-16be' : undefined;
}
