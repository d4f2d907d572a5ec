import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An embedding server with OpenAI's protocol. Vectors are hashes of words, so that texts with similar words are near. */
export async function startEmbeddingServer(dimensions: number): Promise<{ baseUrl: string; close(): void }> {
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const { input } = JSON.parse(Buffer.concat(parts).toString()) as { input: string[] };
			const data = input.map((text, index) => ({ index, embedding: createVector(text, dimensions) }));
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ data, usage: { prompt_tokens: input.length } }));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => void server.close() };
}

function createVector(text: string, dimensions: number): number[] {
	const vector = new Array<number>(dimensions).fill(0.001);
	for (const word of text.toLowerCase().match(/[a-z\d]+/g) ?? []) {
		let hash = 7;
		for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
		vector[hash % dimensions]! += 1;
	}
	return vector;
}
