import { drawRandomBytes } from './random-bytes';

it('returns as many bytes as are asked for, and none of them twice, also after what was drawn at once', () => {
	const counts = Array.from({ length: 2_000 }, (_, number) => 8 + (number % 3) * 12);
	const drawn = counts.map((count) => drawRandomBytes(count));
	expect(drawn.map(({ length }) => length)).toEqual(counts);
	expect(new Set(drawn.map((bytes) => bytes.toString('hex'))).size).toBe(2_000);
	const before = Buffer.from(drawn[1]!);
	drawn[0]!.fill(0);
	expect(drawn[1]).toEqual(before);
});
