import { createReadStream } from 'node:fs';
import { TroupeError } from '../../core/base/errors';

/** In UTF-16 code units. */
export const maxLineCharacters = 8_000_000;

export interface Line {
	/** From 1. */
	number: number;
	/** Without its line end; undefined for a line that is too long. */
	text?: string;
}

/**
 * Yields lines as they arrive: one list for each piece of input, which shows pauses. Reads UTF-8, or UTF-16 with a byte order mark. Holds at
 * most one line.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
	let decoder: InstanceType<typeof TextDecoder> | undefined;
	let number = 0;
	let pieces: string[] = [];
	let length = 0;
	const hold = (text: string): void => {
		length += text.length;
		if (length > maxLineCharacters) pieces = [];
		else pieces.push(text);
	};
	const end = (): Line => {
		const text = length > maxLineCharacters ? undefined : pieces.join('');
		[pieces, length] = [[], 0];
		return { number: ++number, text: text?.endsWith('\r') ? text.slice(0, -1) : text };
	};
	for await (const piece of splitPieces(input)) {
		decoder ??= new TextDecoder(detectEncoding(piece));
		const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
		hold(first);
		yield others.map((next) => {
			const line = end();
			hold(next);
			return line;
		});
	}
	hold(decoder?.decode() ?? '');
	if (length > 0) yield [end()];
}

/** Strings of larger pieces would move to a heap that is rarely collected. */
const maxPieceBytes = 16_384;

async function* splitPieces(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	for await (const piece of input) {
		for (let start = 0; start < piece.length; start += maxPieceBytes) yield piece.subarray(start, start + maxPieceBytes);
	}
}

function detectEncoding([first, second]: Uint8Array): string {
	return first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** @throws TroupeError INPUT_INVALID, at the first read, when the file cannot be read */
export async function* readFile(path: string): AsyncGenerator<Uint8Array> {
	try {
		yield* createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		const problem = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
		const fix = 'Check the path of the file. Texts are lines of JSON, in a file or on standard input.';
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} ${problem}.`, fix, cause });
	}
}
