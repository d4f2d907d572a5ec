/** All of a stream, or undefined where there is more; the stream is ended then. */
export async function boundedBytes(stream: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer | undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of stream) {
		length += piece.length;
		if (length > mostBytes) return undefined;
		pieces.push(piece);
	}
	return Buffer.concat(pieces, length);
}
