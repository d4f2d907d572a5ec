import { decodeSealed, encodeSealed, type SealedValue } from './sealed-values';

const values: SealedValue[] = [
	{ part: 'who', keyId: 1, sealed: Buffer.from('first') },
	{ part: 'object', keyId: 2 ** 40 + 7, sealed: Buffer.alloc(0) },
	{ part: 'details', keyId: 3, sealed: Buffer.alloc(70_000, 9) },
];

it('reads what it wrote', () => {
	expect(decodeSealed(encodeSealed(values))).toEqual(values);
	expect(decodeSealed(encodeSealed([]))).toEqual([]);
});

it('ends at the first value that is not whole, whatever was changed', () => {
	const encoded = encodeSealed(values);
	expect(decodeSealed(encoded.subarray(0, 20))).toEqual(values.slice(0, 1));
	expect(decodeSealed(encoded.subarray(0, -1))).toEqual(values.slice(0, 2));
	const changed = Buffer.from(encoded);
	changed[0] = 200;
	expect(decodeSealed(changed)).toEqual([]);
});
