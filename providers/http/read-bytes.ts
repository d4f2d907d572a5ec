/** `cut` marks unread data beyond the max. Leaving the loop ends the connection. */
export async function readBytes(body: ReadableStream<Uint8Array>, max: number): Promise<{ bytes: Uint8Array; cut: boolean }> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > max) return { bytes: Buffer.concat(chunks, max), cut: true };
	}
	return { bytes: Buffer.concat(chunks), cut: false };
}
