import { evaluateRankings } from './evaluate-rankings';
import { ndcgAt, recallAt, reciprocalRank } from './rank-measures';
import { readJudgements } from './read-judgements';
import { readQuestions } from './read-questions';

const judged = new Map([
	['a', 3],
	['b', 2],
	['c', 1],
	['d', 0],
	['e', -1],
]);

describe('measures of a ranking', () => {
	// Ideal: 3 / log2(2) + 2 / log2(3) + 1 / log2(4) = 3 + 1.261860 + 0.5
	const ideal = 4.76186;

	it.each([
		['as it should be', 'abc', 10, 1],
		['with the best in the second place', 'da', 10, 3 / Math.log2(3) / ideal],
		['turned round: 1 + 2 / 1.584963 + 3 / 2', 'cba', 10, 3.76186 / ideal],
		['with what comes again', 'aabbc', 10, 1],
		['cut after the first, against the best first', 'cab', 1, 1 / 3],
		['with a judgement below 0, which is as 0', 'eabc', 10, (3 / Math.log2(3) + 2 / 2 + 1 / Math.log2(5)) / ideal],
		['of others', 'xyz', 10, 0],
		['of nothing', '', 10, 0],
	])('nDCG %s', (_what, ids, k, expected) => expect(ndcgAt(k, [...ids], judged)).toBeCloseTo(expected, 5));

	it('recall is of what is relevant', () => {
		expect(recallAt(2, [...'adbc'], judged)).toBeCloseTo(1 / 3, 12);
		expect(recallAt(3, [...'aadbc'], judged)).toBeCloseTo(2 / 3, 12);
		expect(recallAt(10, [...'cab'], judged)).toBe(1);
	});

	it('the reciprocal rank is of the first that is relevant', () => {
		expect(reciprocalRank([...'dexc'], judged)).toBe(1 / 4);
		expect(reciprocalRank([...'ddc'], judged)).toBe(1 / 2);
		expect(reciprocalRank([...'xyz'], judged)).toBe(0);
	});

	it('say nothing where nothing is relevant', () => {
		const none = new Map([['d', 0]]);
		expect([ndcgAt(10, ['d'], none), recallAt(10, ['d'], none), reciprocalRank(['d'], none)]).toEqual([undefined, undefined, undefined]);
	});
});

describe('an evaluation', () => {
	it('is the mean over the judged questions, the unanswered ones among them', () => {
		const judgements = readJudgements('1 0 a 1\n2 0 a 1\n2 0 b 1\n3 0 c 1\n4 0 d 0\n', 'qrels');
		const rankings = new Map([
			['1', ['x', 'a']],
			['2', ['a', 'x']],
			['4', ['d']],
			['5', ['d']],
		]);
		const ndcg = (1 / Math.log2(3) + 1 / (1 + 1 / Math.log2(3)) + 0) / 3;
		const means = { ndcg: expect.closeTo(ndcg, 12) as number, recall: 0.5, mrr: 0.5 };
		expect(evaluateRankings(rankings, judgements, 2)).toEqual({ ...means, questions: 3, unanswered: 1, unjudged: 2 });
		expect(evaluateRankings(new Map(), new Map(), 10)).toEqual({ ndcg: 0, recall: 0, mrr: 0, questions: 0, unanswered: 0, unjudged: 0 });
	});
});

describe('judgements', () => {
	const expected = new Map([
		['1', new Map(Object.entries({ a: 1, b: 2 }))],
		['q 2', new Map([['a b', 0]])],
	]);

	it('are read from TREC’s lines', () => {
		expect(readJudgements('1 0 a 1\r\n\r\n1\tQ0\tb\t2\n2  0  c  -1', 'qrels')).toEqual(
			new Map([
				['1', new Map(Object.entries({ a: 1, b: 2 }))],
				['2', new Map([['c', -1]])],
			]),
		);
	});

	it('are read from BEIR’s table, with its header or without', () => {
		const rows = '1\ta\t1\n1\tb\t2\nq 2\ta b\t0\n';
		expect(readJudgements(`\uFEFFquery-id\tcorpus-id\tscore\n${rows}`, 'test.tsv')).toEqual(expected);
		expect(readJudgements(rows, 'test.tsv')).toEqual(expected);
	});

	it.each(['1 a', '1 0 a b c', '1 0 a high', '1 0 a 1e400'])('are refused with the line where it is %j', (line) => {
		expect(() => readJudgements(`1 0 a 1\n${line}`, 'qrels')).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('Line 2 of qrels') as string }) as Error,
		);
	});
});

describe('questions', () => {
	const expected = [
		{ id: '7', text: 'Who pays?' },
		{ id: 'b', text: 'What\tfor?' },
	];

	it('are read from lines of JSON, BEIR’s and ours, and from a table', () => {
		expect(readQuestions('{"_id": "7", "text": "Who pays?", "metadata": {}}\n{"id": "b", "text": "What\\tfor?"}', 'q')).toEqual(expected);
		expect(readQuestions('{"id": 7, "text": "Who pays?"}', 'q')).toEqual(expected.slice(0, 1));
		expect(readQuestions('7\tWho pays?\r\nb\tWhat\tfor?\n', 'q')).toEqual(expected);
	});

	it.each(['{"id": "x"}', '{"text": "x"}', '{"id": "", "text": "x"}', '{broken', 'no tab', '\tno id', '7\tagain'])(
		'are refused at %j',
		(line) => {
			expect(() => readQuestions(`7\tWho pays?\n${line}`, 'q')).toThrow(
				expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('Line 2 of q') as string }) as Error,
			);
		},
	);
});
