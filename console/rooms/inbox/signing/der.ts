import type { Bytes } from './bytes';

export interface Der {
	tag: number;
	content: Bytes;
	parts: Der[];
}

export const tags = { integer: 0x02, octets: 0x04, object: 0x06, sequence: 0x30 } as const;
const maxDepth = 8;

/** Reads one value. @returns undefined if it is not DER */
export function readDer(bytes: Bytes): Der | undefined {
	const read = readAll(bytes, 0);
	return read?.length === 1 ? read[0] : undefined;
}

function readAll(bytes: Bytes, depth: number): Der[] | undefined {
	const values: Der[] = [];
	for (let at = 0; at < bytes.length;) {
		const head = readHead(bytes, at);
		if (!head || head.end > bytes.length || depth > maxDepth) return undefined;
		const content = bytes.slice(head.start, head.end);
		const parts = head.tag === tags.sequence ? readAll(content, depth + 1) : [];
		if (!parts) return undefined;
		values.push({ tag: head.tag, content, parts });
		at = head.end;
	}
	return values;
}

function readHead(bytes: Bytes, at: number) {
	const [tag, first] = [bytes[at], bytes[at + 1]];
	if (tag === undefined || first === undefined) return undefined;
	if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
	const count = first & 0x7f;
	const digits = bytes.slice(at + 2, at + 2 + count);
	if (count === 0 || count > 3 || digits.length < count) return undefined;
	const length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
	return { tag, start: at + 2 + count, end: at + 2 + count + length };
}

/** Reads a whole number that is not negative and has at most four bytes. */
export function readInteger(der: Der | undefined): number | undefined {
	if (der?.tag !== tags.integer || der.content.length > 4 || (der.content[0] ?? 0x80) >= 0x80) return undefined;
	return der.content.reduce((sum, digit) => sum * 256 + digit, 0);
}
