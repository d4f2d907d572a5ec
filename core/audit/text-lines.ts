import { TroupeError } from '../base/errors';

/** Decodes standard base64; undefined for other text, or with stray bits after its end. */
export function decodeBase64(text: string): Buffer | undefined {
	const bytes = Buffer.from(text, 'base64');
	return bytes.toString('base64') === text ? bytes : undefined;
}

/** Parses a uint64 without leading zeros; undefined for other text. */
export function parseUint64(text: string): bigint | undefined {
	if (!/^(?:0|[1-9]\d{0,19})$/.test(text)) return undefined;
	const number = BigInt(text);
	return number < 2n ** 64n ? number : undefined;
}

/** Lines count from 1. */
export const refuseLine = (document: string, line: number, problem: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Line ${line} of the ${document} ${problem}.`,
		fix: 'Use the text as it was issued, byte by byte.',
		details: { line },
	});

/** Decodes UTF-8 and keeps a byte order mark. @throws TroupeError INPUT_INVALID, which names the line */
export function decodeText(document: string, text: string | Uint8Array, maxBytes: number): string {
	const bytes = typeof text === 'string' ? Buffer.from(text) : text;
	if (bytes.length > maxBytes)
		throw new TroupeError({
			code: 'INPUT_TOO_LARGE',
			message: `The ${document} has ${bytes.length} bytes, expected at most ${maxBytes}.`,
			fix: 'Use the text as it was issued.',
		});
	const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
	const lineOf = (end: number) => decoded.slice(0, end).split('\n').length;
	for (let index = 0; index < decoded.length; index += 1) {
		const unit = decoded.charCodeAt(index);
		if (unit < 0x20 && unit !== 0x0a) throw refuseLine(document, lineOf(index), 'has a control character');
	}
	if (Buffer.compare(Buffer.from(decoded), bytes) === 0 && (typeof text !== 'string' || text.isWellFormed())) return decoded;
	throw refuseLine(document, lineOf(decoded.indexOf('\ufffd')), 'is not UTF-8');
}
