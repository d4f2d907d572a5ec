import { diversify, compareVectors, compareWords } from './diversify';
import { fuseRanks } from './fuse-ranks';
import { fuseScores, wordShare } from './fuse-scores';
import { countWordPieces } from './word-pieces';

const list = (ids: string, weight = 1) => ({ weight, chunks: [...ids].map((chunkId, place) => ({ chunkId, score: 100 - place })) });
const fused = (...lists: Array<ReturnType<typeof list>>) => fuseRanks(lists).map(({ chunkId, score }) => [chunkId, score]);

describe('fused ranks', () => {
	it('are 1 for what is first in every list, and the sum of the reciprocal places against that for the others', () => {
		const [a, b, c] = fused(list('abc'), list('ac'));
		expect(a).toEqual(['a', 1]);
		// 1/12 + nothing and 1/13 + 1/12, against 2/11
		expect(b).toEqual(['c', expect.closeTo((1 / 13 + 1 / 12) / (2 / 11), 12)]);
		expect(c).toEqual(['b', expect.closeTo(1 / 12 / (2 / 11), 12)]);
	});

	it('order equals by id', () => {
		expect(fused(list('ba'), list('ab')).map(([id]) => id)).toEqual(['a', 'b']);
		expect(fused(list('z'), list('y')).map(([id]) => id)).toEqual(['y', 'z']);
	});

	it('follow the list of more weight', () => {
		expect(fused(list('ab', 3), list('ba', 1)).map(([id]) => id)).toEqual(['a', 'b']);
		expect(fused(list('ab', 1), list('ba', 3)).map(([id]) => id)).toEqual(['b', 'a']);
	});

	it('count a chunk once in each list, and are empty for nothing', () => {
		expect(fused(list('aab'))[0]).toEqual(['a', 1]);
		expect(fuseRanks([])).toEqual([]);
		expect(fuseRanks([list(''), list('')])).toEqual([]);
	});
});

describe('fused scores', () => {
	const weights = { lexical: 1, dense: 1 };
	const chunks = (scores: Record<string, number>) => Object.entries(scores).map(([chunkId, score]) => ({ chunkId, score }));
	const unlike = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`unlike ${index}`, 0.1]));
	const order = (lexical: Record<string, number>, dense: Record<string, number>, weighed = weights) =>
		fuseScores({ lexical: chunks(lexical), dense: chunks(dense), weights: weighed }).map(({ chunkId }) => chunkId);

	it('let meaning decide where the question’s words are hardly to be found, and words where one has them all', () => {
		const dense = { meant: 0.6, named: 0.3, ...unlike };
		expect(order({ named: 0.1, meant: 0.05 }, dense)[0]).toBe('meant');
		expect(order({ named: 1.1 }, dense)[0]).toBe('named');
		expect(order({ named: 1.1 }, dense, { lexical: 1, dense: 4 })[0]).toBe('meant');
	});

	it('are 1 for the question itself, and a share of it where nothing is known of the meaning', () => {
		const [first] = fuseScores({ lexical: chunks({ a: 1 }), dense: chunks({ a: 1, b: 0.4 }), weights });
		expect(first).toEqual({ chunkId: 'a', score: expect.closeTo(1, 12) as number });
		expect(fuseScores({ lexical: chunks({ a: 1 }), dense: [], weights })).toEqual([
			{ chunkId: 'a', score: expect.closeTo(wordShare / (1 + wordShare), 12) as number },
		]);
		expect(fuseScores({ lexical: [], dense: [], weights })).toEqual([]);
	});

	it('count words by the pieces that the model reads them in, and are 1 for the question itself all the same', () => {
		const [lexical, dense] = [chunks({ named: 0.8 }), chunks({ meant: 0.6, ...unlike })];
		const firstBy = (pieces?: number) => fuseScores({ lexical, dense, weights, pieces })[0]!.chunkId;
		expect([firstBy(), firstBy(1), firstBy(2)]).toEqual(['meant', 'meant', 'named']);
		expect(fuseScores({ lexical: chunks({ a: 1 }), dense: chunks({ a: 1 }), weights, pieces: 2 })[0]!.score).toBeCloseTo(1, 12);
	});

	it('are in the order of a model’s similarities wherever they lie', () => {
		const lexical = { a: 0.2, b: 0.5, c: 0.9 };
		const dense = { a: 0.7, b: 0.6, c: 0.2, ...unlike };
		const close = Object.fromEntries(Object.entries(dense).map(([id, score]) => [id, 0.7 + 0.3 * score]));
		expect(order(lexical, close).slice(0, 3)).toEqual(order(lexical, dense).slice(0, 3));
	});

	it('order equals by id, and bear vectors that are all the same', () => {
		expect(order({ b: 0.5, a: 0.5 }, {})).toEqual(['a', 'b']);
		const same = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}`, 1]));
		expect(fuseScores({ lexical: [], dense: chunks(same), weights }).every(({ score }) => Number.isFinite(score))).toBe(true);
	});
});

describe('the pieces of a question’s words', () => {
	/** A model that knows English words whole, and puts all else together from three characters at a time. */
	const known = new Set(['delivery', 'late', 'parcel']);
	const count = (text: string) =>
		2 + (text.match(/\S+/g) ?? []).reduce((sum, word) => sum + (known.has(word) ? 1 : Math.ceil(word.length / 3)), 0);

	it('are one where the model knows them whole, and more where it does not', () => {
		expect(countWordPieces('Is the delivery of a parcel late?', count)).toBe(1);
		expect(countWordPieces('parcel KB-2207', count)).toBeCloseTo((1 + 1 + 2) / 3, 12);
		expect(countWordPieces('A entrega da parcel', count)).toBe((3 + 1) / 2);
	});

	it('are at most two and a half, and one where nobody counts or nothing is said', () => {
		expect(countWordPieces('encomendas atrasadas', count)).toBe(2.5);
		expect(countWordPieces('encomendas atrasadas', undefined)).toBe(1);
		expect(countWordPieces('What is it?', count)).toBe(1);
		expect(countWordPieces('delivery', () => 0)).toBe(1);
	});
});

describe('diversity', () => {
	const groups = [0, 0, 1];
	const likeness = (a: number, b: number) => (groups[a] === groups[b] ? 1 : 0);

	it('takes by score alone where none is wanted', () => expect(diversify([0.9, 0.8, 0.5], 2, 0, likeness)).toEqual([0, 1]));

	it('passes over what is like one that was taken', () => {
		// 0.5 * 0.8 - 0.5 * 1 is below 0.5 * 0.5
		expect(diversify([0.9, 0.8, 0.5], 2, 0.5, likeness)).toEqual([0, 2]);
		expect(diversify([0.9, 0.8, 0.5], 9, 0.5, likeness)).toEqual([0, 2, 1]);
	});

	it('begins with the best, also where nothing but unlikeness counts', () =>
		expect(diversify([0.9, 0.8, 0.5], 2, 1, likeness)).toEqual([0, 2]));

	it('measures likeness by vectors or by shared words', () => {
		expect(compareVectors(Float32Array.of(1, 0), Float32Array.of(0.6, 0.8))).toBeCloseTo(0.6, 6);
		expect(compareVectors(Float32Array.of(1, 0), Float32Array.of(-1, 0))).toBe(0);
		expect(compareWords(new Set(['a', 'b']), new Set(['b', 'c']))).toBeCloseTo(1 / 3, 12);
		expect(compareWords(new Set(), new Set())).toBe(0);
	});
});
