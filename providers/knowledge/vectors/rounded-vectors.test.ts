import fc from 'fast-check';
import { unit, toVector } from '../../../test/support/prepared-documents';
import { dot } from './embedded-vectors';
import { RoundedVectors } from './rounded-vectors';
import { slowTest } from '../../../test/support/slow-tests';

const near = (dimensions: number, vectors: Float32Array[], question: Float32Array, block = 0) => {
	const rounded = new RoundedVectors(dimensions);
	rounded.set(
		block,
		1,
		vectors.map((vector, index) => [block * 4096 + index, vector] as const),
	);
	const scores = new Float64Array((block + 1) * 4096);
	const doubt = rounded.scan(block, question, scores);
	return { doubt, scores: vectors.map((_, index) => scores[block * 4096 + index]!), rest: scores.slice(block * 4096 + vectors.length) };
};

slowTest.each([1, 8, 16, 17, 384, 1536])(
	'of %d dimensions: what is nearly the similarity is nearer to it than half of what is in doubt',
	(dimensions) => {
		const vectors = Array.from({ length: 200 }, (_, index) => toVector(`v${index}`, dimensions));
		const question = toVector('question', dimensions);
		const { doubt, scores, rest } = near(dimensions, vectors, question, 1);
		vectors.forEach((vector, index) => expect(Math.abs(scores[index]! - dot(question, vector))).toBeLessThanOrEqual(doubt / 2 + 1e-6));
		expect(rest.every((score) => score === 0)).toBe(true);
		expect(doubt).toBeLessThan(0.1);
	},
);

test('holds for vectors of any shape, also where one number is most of them', () => {
	const parts = fc.array(fc.oneof(fc.constantFrom(0, 1, -1, 1e-6), fc.double({ min: -1, max: 1, noNaN: true })), {
		minLength: 24,
		maxLength: 24,
	});
	const vector = parts.filter((some) => some.some((part) => Math.abs(part) > 1e-3)).map(unit);
	fc.assert(
		fc.property(fc.array(vector, { minLength: 1, maxLength: 5 }), vector, (vectors, question) => {
			const { doubt, scores } = near(24, vectors, question);
			vectors.forEach((one, index) => expect(Math.abs(scores[index]! - dot(question, one))).toBeLessThanOrEqual(doubt + 1e-6));
		}),
	);
});

test('uses the places of blocks that went again', () => {
	const rounded = new RoundedVectors(16);
	const [one, other] = [toVector('one', 16), toVector('other', 16)];
	rounded.set(0, 1, [[0, one]]);
	const { bytes } = rounded;
	for (let block = 1; block < 20; block++) {
		rounded.dropLast();
		expect(rounded.getRevision(block - 1)).toBeUndefined();
		rounded.set(block, 1, [[block * 4096, other]]);
	}
	expect(rounded.bytes).toBe(bytes);
	const scores = new Float64Array(20 * 4096);
	rounded.scan(19, other, scores);
	expect(scores[19 * 4096]).toBeCloseTo(1, 2);
});
