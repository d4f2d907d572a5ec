/**
 * Decodes a document: by its byte order mark, as valid UTF-8, as declared, or else as Windows-1252.
 * core/base/text/decode-text.ts refuses uncertain encodings; this accepts the files that people have.
 * @param declared the charset that the document or its sender declares, as in `charset=…`
 */
export function decodeDocument(bytes: Uint8Array, declared?: string): string {
	const wide = detectByteOrder(bytes);
	if (wide) return new TextDecoder(wide).decode(bytes);
	return decodeAs('utf-8', bytes) ?? (declared ? decodeAs(declared, bytes) : undefined) ?? new TextDecoder('windows-1252').decode(bytes);
}

/** Checks for text: no NUL and almost no control characters. */
export function isText(bytes: Uint8Array): boolean {
	if (detectByteOrder(bytes)) return true;
	let controls = 0;
	for (const byte of bytes) {
		if (byte === 0) return false;
		if (byte < 0x20 && !isLayout(byte)) controls += 1;
	}
	return controls <= bytes.length / 1000;
}

/** Tab, newline, vertical tab, form feed, carriage return, escape. */
function isLayout(byte: number): boolean {
	return (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b;
}

function detectByteOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : guessByteOrder(bytes.subarray(0, 1024));
}

/** Guesses the byte order of UTF-16 without a mark: in Latin text, one byte of each pair is mostly zero and the other mostly a letter. */
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

/** Undefined if the bytes do not fit the encoding or it is unknown: the decoder throws a TypeError or RangeError. */
function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
