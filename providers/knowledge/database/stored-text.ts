/** UTF-8 if lossless, else UTF-16; the first byte shows which. Text columns do not support NUL or lone surrogates everywhere. */
export function packText(text: string): Uint8Array {
	const encoding = text.isWellFormed() ? 'utf8' : 'utf16le';
	const bytes = Buffer.allocUnsafe(1 + Buffer.byteLength(text, encoding));
	bytes[0] = encoding === 'utf8' ? 0 : 1;
	bytes.write(text, 1, encoding);
	return bytes;
}

export function unpackText(packed: Uint8Array): string {
	const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
	return bytes.toString(bytes[0] === 0 ? 'utf8' : 'utf16le', 1);
}
