import * as fc from 'fast-check';
import type { TokenUsage } from '../ports';
import { computeCost } from '../llm/prices/cost';
import { isTokenCount, sanitizeUsage } from './token-usage';
import { slowTest } from '../../test/support/slow-tests';

const price = { table: 'definition', standard: { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1.25 } };

test('figures that fit are left as they are', () => {
	const usage: TokenUsage = {
		inputTokens: 100,
		outputTokens: 20,
		cachedInputTokens: 60,
		cacheWriteTokens: 40,
		reasoningTokens: 20,
		estimated: false,
	};
	expect(sanitizeUsage(usage)).toEqual(usage);
});

slowTest(
	'whatever a server says, its figures are whole, their parts no larger than they, and their cost neither negative nor above that of all of them',
	() => {
		const figure = fc.oneof(
			fc.integer(),
			fc.double(),
			fc.constantFrom(1e300, -1e9, NaN, Infinity),
			fc.string(),
			fc.constant(null),
			fc.constant(undefined),
		);
		const said = fc.record({
			inputTokens: figure,
			outputTokens: figure,
			cachedInputTokens: figure,
			cacheWriteTokens: figure,
			reasoningTokens: figure,
		});
		fc.assert(
			fc.property(said, (figures) => {
				const usage = sanitizeUsage({ ...figures, estimated: false } as unknown as TokenUsage);
				const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0 } = usage;
				for (const count of [inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens])
					expect(isTokenCount(count) && Number.isInteger(count)).toBe(true);
				expect(cachedInputTokens + cacheWriteTokens).toBeLessThanOrEqual(inputTokens);
				expect(reasoningTokens).toBeLessThanOrEqual(outputTokens);
				const { costUsd } = computeCost(usage, price);
				expect(costUsd).toBeGreaterThanOrEqual(0);
				expect(costUsd).toBeLessThanOrEqual((inputTokens * 1.25 + outputTokens * 2) / 1e6 + 1e-9);
			}),
			{ numRuns: 200 },
		);
	},
);
