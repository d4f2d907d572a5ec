import { addLines, formatNano, type StatementLine, subtractLines, sumLines } from './statement';

const line = (agent: string | null, calls: number, nanoUsd: number): StatementLine => ({
	...{ agent, model: 'openai:gpt-4.1', kind: 'chat', calls, failed: 0, inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
	...{ outputTokens: 0, reasoningTokens: 0, searches: 0, unpriced: 0, nanoUsd },
});

it.each([
	[0, '0.00'],
	[1, '0.000000001'],
	[-1, '-0.000000001'],
	[1_500_000_000, '1.50'],
	[100_000_000, '0.10'],
	[12_345_678_900, '12.3456789'],
	[9_007_199_254_740_991, '9007199.254740991'],
])('writes %d billionths as %s', (amount, text) => expect(formatNano(amount)).toBe(text));

it('adds up costs that are too small for a cent (langfuse/langfuse#1041)', () => {
	const tiny = Array.from({ length: 1_000 }, () => line('clerk', 1, 4_321));
	expect(formatNano(sumLines(addLines(tiny)).nanoUsd)).toBe('0.004321');
});

it('adds a tenth ten times without a rest, and subtracts to nothing', () => {
	const tenths = Array.from({ length: 10 }, () => line('clerk', 1, 100_000_000));
	expect(formatNano(sumLines(tenths).nanoUsd)).toBe('1.00');
	expect(subtractLines(addLines(tenths), tenths)).toEqual([]);
	expect(subtractLines([line('clerk', 2, 5), line(null, 1, 1)], [line('clerk', 1, 7), line('gone', 1, 3)])).toEqual([
		line('clerk', 1, -2),
		line(null, 1, 1),
		line('gone', -1, -3),
	]);
});
