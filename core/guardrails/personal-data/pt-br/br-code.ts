/** Payload format indicator 01, then point of initiation or account. */
const beginning = /00020101021[12]|0002012[6-9]|000201[345]\d/y;
const head = '000201';
/** "Manual de Padrões para Iniciação do Pix": the account's globally unique identifier, in fields 26 to 51. */
const pix = 'br.gov.bcb.pix';
const farthestName = 96;
const maxLength = 320;
const maxFields = 40;
/** Line wrapping of codes: at a space (replaced or kept), or anywhere, with or without indentation. */
const breaks: ReadonlyArray<readonly [wrapped: RegExp, stoodFor: string]> = [
	[/\r?\n/g, ''],
	[/[ \t]{0,8}\r?\n[ \t]{0,8}/g, ''],
	[/[ \t]{0,8}\r?\n[ \t]{0,8}/g, ' '],
];

/** Pix copy-and-paste codes (BR Code, EMV's merchant-presented QR code), by checksum. */
export function* findBrCodes(text: string): Generator<{ start: number; end: number }> {
	for (let start = text.indexOf(head); start >= 0; start = text.indexOf(head, start + head.length)) {
		beginning.lastIndex = start;
		if (
			!beginning.test(text) ||
			!text
				.slice(start, start + farthestName)
				.toLowerCase()
				.includes(pix)
		)
			continue;
		const written = text.slice(start, start + maxLength);
		const lengths = breaks.map(([wrapped, stoodFor]) => writtenLength(written, wrapped, stoodFor));
		const length = lengths.find((found) => found > 0);
		if (!length) continue;
		yield { start, end: start + length };
		start += length - head.length;
	}
}

function writtenLength(written: string, wrapped: RegExp, stoodFor: string): number {
	const code = written.replace(wrapped, stoodFor);
	let length = measureCode(code);
	for (const { 0: lineBreak, index } of length > 0 ? written.matchAll(wrapped) : []) {
		if (index < length) length += lineBreak.length - stoodFor.length;
	}
	return length;
}

/** Walks the fields (two digits each for id and length, then value) to the checksum, field 63; 0 if inconsistent. */
function measureCode(code: string): number {
	let at = 0;
	for (let fields = 0; fields < maxFields && at < code.length; fields++) {
		const [id, length] = [code.slice(at, at + 2), code.slice(at + 2, at + 4)];
		if (!/^\d\d$/.test(id) || !/^\d\d$/.test(length)) return 0;
		const end = at + 4 + Number(length);
		if (id === '63') return length === '04' && crc16(code.slice(0, at + 4)) === parseInt(code.slice(at + 4, end), 16) ? end : 0;
		at = end;
	}
	return 0;
}

/** CRC of ISO/IEC 13239 as in EMV: polynomial 1021, initial FFFF, over all up to the checksum's own id and length. */
function crc16(text: string): number {
	let crc = 0xffff;
	for (const byte of new TextEncoder().encode(text)) {
		crc ^= byte << 8;
		for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
	}
	return crc;
}
