/** Splits bytes into complete lines. @returns a function that returns false once a line exceeds `maxBytes` */
export function createLineReader(maxBytes: number, take: (line: string) => void): (chunk: Buffer) => boolean {
	let parts: Buffer[] = [];
	let length = 0;
	return (chunk) => {
		let from = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
			parts.push(chunk.subarray(from, end));
			take(Buffer.concat(parts).toString());
			parts = [];
			length = 0;
			from = end + 1;
		}
		parts.push(chunk.subarray(from));
		length += chunk.length - from;
		return length <= maxBytes;
	};
}
