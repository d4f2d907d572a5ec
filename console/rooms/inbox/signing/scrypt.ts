import type { Bytes } from './bytes';

export interface ScryptCost {
	/** N: a power of two. */
	cost: number;
	/** r */
	blockSize: number;
	/** p */
	parallel: number;
}

const bytesOfBlock = 64;
const wordsOfBlock = 16;

/** Derives a key of 32 bytes from a passphrase as RFC 7914 does: browsers have PBKDF2, and not scrypt. */
export async function deriveByScrypt(passphrase: Bytes, salt: Bytes, { cost, blockSize, parallel }: ScryptCost): Promise<Bytes> {
	const size = 2 * bytesOfBlock * blockSize;
	const blocks = await deriveOnce(passphrase, salt, size * parallel);
	for (let index = 0; index < parallel; index += 1) {
		mixRandomly(new Uint32Array(blocks.buffer, index * size, size / 4), cost, blockSize);
		// The page can paint meanwhile.
		await new Promise((resolve) => setTimeout(resolve));
	}
	return deriveOnce(passphrase, blocks, 32);
}

async function deriveOnce(passphrase: Bytes, salt: Bytes, length: number): Promise<Bytes> {
	const key = await crypto.subtle.importKey('raw', passphrase, 'PBKDF2', false, ['deriveBits']);
	return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 1 }, key, length * 8));
}

/** Section 5, scryptROMix. */
function mixRandomly(block: Uint32Array, cost: number, blockSize: number): void {
	const words = block.length;
	const [seen, mixed] = [new Uint32Array(cost * words), new Uint32Array(words)];
	for (let index = 0; index < cost; index += 1) {
		seen.set(block, index * words);
		mixBlocks(block, mixed, blockSize);
	}
	for (let index = 0; index < cost; index += 1) {
		const from = (block[words - wordsOfBlock]! & (cost - 1)) * words;
		for (let word = 0; word < words; word += 1) block[word]! ^= seen[from + word]!;
		mixBlocks(block, mixed, blockSize);
	}
}

const state = new Uint32Array(wordsOfBlock);

/** Section 4, scryptBlockMix. */
function mixBlocks(block: Uint32Array, mixed: Uint32Array, blockSize: number): void {
	state.set(block.subarray(block.length - wordsOfBlock));
	for (let index = 0; index < 2 * blockSize; index += 1) {
		for (let word = 0; word < wordsOfBlock; word += 1) state[word]! ^= block[index * wordsOfBlock + word]!;
		mixSalsa(state);
		mixed.set(state, ((index >> 1) + (index & 1 ? blockSize : 0)) * wordsOfBlock);
	}
	block.set(mixed);
}

/** Columns, then rows, of the double round of Salsa20. */
const quarters = [...[0, 4, 8, 12, 5, 9, 13, 1, 10, 14, 2, 6, 15, 3, 7, 11], ...[0, 1, 2, 3, 5, 6, 7, 4, 10, 11, 8, 9, 15, 12, 13, 14]];
const working = new Uint32Array(wordsOfBlock);

/** Section 3, Salsa20/8. */
function mixSalsa(words: Uint32Array): void {
	working.set(words);
	for (let round = 0; round < 4; round += 1)
		for (let at = 0; at < quarters.length; at += 4)
			mixQuarter(working, quarters[at]!, quarters[at + 1]!, quarters[at + 2]!, quarters[at + 3]!);
	for (let word = 0; word < wordsOfBlock; word += 1) words[word]! += working[word]!;
}

function mixQuarter(words: Uint32Array, a: number, b: number, c: number, d: number): void {
	words[b]! ^= rotate(words[a]! + words[d]!, 7);
	words[c]! ^= rotate(words[b]! + words[a]!, 9);
	words[d]! ^= rotate(words[c]! + words[b]!, 13);
	words[a]! ^= rotate(words[d]! + words[c]!, 18);
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
