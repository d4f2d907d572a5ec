import { randomFillSync } from 'node:crypto';

/** Bytes that one call of the operating system brings: a call costs more than what it brings. */
const poolBytes = 4_096;

let pool = Buffer.alloc(0);

/** Returns random bytes for salts, nonces and ids. No byte is returned twice. @param count at most 256 */
export function drawRandomBytes(count: number): Buffer {
	if (pool.length < count) pool = randomFillSync(Buffer.allocUnsafeSlow(poolBytes));
	const drawn = pool.subarray(0, count);
	pool = pool.subarray(count);
	return drawn;
}
