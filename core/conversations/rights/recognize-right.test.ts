import { blindSentences } from './blind-sentences';
import { recognizeRight } from './recognize-right';

const sentences = Object.entries(blindSentences).flatMap(([right, texts]) => texts.map((text) => ({ right, text })));
const find = (text: string) => recognizeRight(text)?.right ?? 'none';
const wrong = (kind: (right: string) => boolean) =>
	sentences.filter(({ right, text }) => kind(right) && find(text) !== right).map(({ right, text }) => `${right}: ${text} -> ${find(text)}`);

it('finds the demand in what customers write (p2pu/learning-circles#593, SparkDevNetwork/Rock#6399)', () => {
	expect(wrong((right) => right !== 'none')).toEqual([]);
});

it('finds no demand in what only uses its words (ProgressiveCoders/Spoke#1016, fedeostan/capo-v1#182, medic/cht-core#476)', () => {
	expect(wrong((right) => right === 'none')).toEqual([]);
});
