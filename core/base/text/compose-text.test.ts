import { composeText } from './compose-text';

test('composes letters with their accents, and leaves compatible signs', () =>
	expect(composeText('Sa\u0303o Paulo, \u212b \u1112\u1161\u11ab \ufb01n \u00bd')).toBe('São Paulo, \u00c5 \ud55c \ufb01n \u00bd'));

test('a long chain of marks takes linear time', () => {
	const chain = '\u0316\u0300'.repeat(50_000);
	const started = performance.now();
	expect(composeText(`a${chain}b e\u0301`).endsWith('b é')).toBe(true);
	expect(performance.now() - started).toBeLessThan(3_000);
});
