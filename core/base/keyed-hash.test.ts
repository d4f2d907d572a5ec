import { createHmac } from 'node:crypto';
import { createKeyedHash } from './keyed-hash';

it('is HMAC-SHA-256, whatever the lengths of the texts before', () => {
	const key = Buffer.from(Array.from({ length: 32 }, (_, place) => place * 7));
	const keyedHash = createKeyedHash(key);
	for (const text of ['', 'a', 'ção 🌶', 'x'.repeat(1_024), 'y'.repeat(1_025), 'short', 'é'.repeat(40_000), 'last'])
		expect(keyedHash(text)).toEqual(createHmac('sha256', key).update(text).digest());
});
