export async function readBoundedBytes(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of stream) {
		length += piece.length;
		if (length > maxBytes) return undefined;
		pieces.push(piece);
	}
	return Buffer.concat(pieces, length);
}
