import { blindSentences } from './blind-sentences';
import { recognizeRights } from './recognize-right';
import { unseenSentences } from './unseen-sentences';

const find = (text: string) => recognizeRights(text)[0]?.right ?? 'none';
const wrongOf = (sentences: typeof blindSentences, kind: (right: string) => boolean) =>
	Object.entries(sentences).flatMap(([right, texts]) =>
		texts.filter((text) => kind(right) && find(text) !== right).map((text) => `${right}: ${text} -> ${find(text)}`),
	);
const isDemand = (right: string) => right !== 'none';
const isTalk = (right: string) => right === 'none';

it('finds the demand in what customers write (p2pu/learning-circles#593, SparkDevNetwork/Rock#6399)', () => {
	expect(wrongOf(blindSentences, isDemand)).toEqual([]);
});

it('finds no demand in what only uses its words (ProgressiveCoders/Spoke#1016, fedeostan/capo-v1#182, medic/cht-core#476)', () => {
	expect(wrongOf(blindSentences, isTalk)).toEqual([]);
});

it('takes no unseen sales talk for a demand, and finds three of four unseen demands', () => {
	expect(wrongOf(unseenSentences, isTalk)).toEqual([]);
	expect(wrongOf(unseenSentences, isDemand).length).toBeLessThanOrEqual(9);
});
