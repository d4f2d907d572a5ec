import type { Readable } from 'node:stream';

export class OutputCollector {
	readonly #stdout: Buffer[] = [];
	readonly #stderr: Buffer[] = [];
	#bytes = 0;

	constructor([stdout, stderr]: Readable[], maxBytes: number, onLimit: () => void) {
		const collect = (into: Buffer[]) => (chunk: Buffer) => {
			const room = maxBytes - this.#bytes;
			this.#bytes += chunk.length;
			if (room > 0) into.push(chunk.subarray(0, room));
			if (this.#bytes > maxBytes) onLimit();
		};
		stdout?.on('data', collect(this.#stdout));
		stderr?.on('data', collect(this.#stderr));
	}

	get texts(): { stdout: Buffer; stderr: Buffer } {
		return { stdout: Buffer.concat(this.#stdout), stderr: Buffer.concat(this.#stderr) };
	}
}

export function collectText(stream: Readable | undefined, maxBytes: number): () => string {
	const chunks: Buffer[] = [];
	let bytes = 0;
	stream?.on('data', (chunk: Buffer) => {
		if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
		bytes += chunk.length;
	});
	return () => Buffer.concat(chunks).toString();
}
