import { randomFillSync } from 'node:crypto';

/** Bytes per call of the operating system: a call costs more than its bytes. */
const poolBytes = 4_096;

let pool = Buffer.alloc(0);

/** For salts, nonces and ids. No byte is returned twice. @param count at most 256 */
export function drawRandomBytes(count: number): Buffer {
	if (pool.length < count) pool = randomFillSync(Buffer.allocUnsafeSlow(poolBytes));
	const drawn = pool.subarray(0, count);
	pool = pool.subarray(count);
	return drawn;
}
