/**
 * The text of a document: by its byte order mark, as UTF-8 where it is that without a fault, as it was declared, else as Windows-1252.
 * Unlike core/base/decode-text.ts, which refuses what it does not know for sure, this takes what people have on their disks.
 * @param declared by the document or its sender, as in `charset=…`
 */
export function decodeDocument(bytes: Uint8Array, declared?: string): string {
	const wide = byteOrderOf(bytes);
	if (wide) return new TextDecoder(wide).decode(bytes);
	return decodeAs('utf-8', bytes) ?? (declared ? decodeAs(declared, bytes) : undefined) ?? new TextDecoder('windows-1252').decode(bytes);
}

/** Whether the bytes are text: no NUL, and hardly a control character that no text has. */
export function isText(bytes: Uint8Array): boolean {
	if (byteOrderOf(bytes)) return true;
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

function byteOrderOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : unmarkedOrderOf(bytes.subarray(0, 1024));
}

/** Latin text of two bytes each without a mark: one of them mostly zero and the other mostly a letter, and neither otherwise. */
function unmarkedOrderOf(beginning: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
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

/** Undefined where the bytes are not in that encoding, or nobody knows it: both are a TypeError or RangeError of the decoder. */
function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
