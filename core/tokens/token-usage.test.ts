import * as fc from 'fast-check';
import type { TokenUsage } from '../ports/models/models';
import { computeCost } from '../llm/prices/cost';
import { isTokenCount, laterFigures, reconcileUsage, sanitizeUsage } from './token-usage';
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

test.each([
	['reasoning within the output', { input: 10, output: 500, total: 510, reasoning: 200 }, { inputTokens: 10, outputTokens: 500 }],
	[
		'reasoning beside it (Wei-Shaw/sub2api#5771)',
		{ input: 10120, output: 1499, total: 14428, cached: 128, reasoning: 2809 },
		{ inputTokens: 10120, outputTokens: 4308 },
	],
	[
		'reasoning beside it, more than the output (vercel/ai#12425)',
		{ input: 12, output: 1, total: 399, reasoning: 386 },
		{ inputTokens: 12, outputTokens: 387 },
	],
	['more reasoning than output, without a total', { input: 12, output: 1, reasoning: 386 }, { inputTokens: 12, outputTokens: 387 }],
	['reasoning in the total alone', { input: 1000, output: 100, total: 2600 }, { inputTokens: 1000, outputTokens: 1600 }],
	[
		'cached tokens within the input (laravel/ai#924)',
		{ input: 10339, output: 60, total: 10399, cached: 10318 },
		{ inputTokens: 10339, outputTokens: 60 },
	],
	[
		'cached tokens that are all of the input',
		{ input: 2989, output: 9, total: 2998, cached: 2989 },
		{ inputTokens: 2989, outputTokens: 9 },
	],
	['cached tokens beside the input', { input: 10, output: 9, total: 5019, cached: 5000 }, { inputTokens: 5010, outputTokens: 9 }],
	[
		'more cached tokens than input, without a total',
		{ input: 10, output: 9, cached: 4000, cacheWrite: 1000 },
		{ inputTokens: 5010, outputTokens: 9 },
	],
	[
		'cached tokens and reasoning beside both',
		{ input: 100, output: 10, total: 210, cached: 40, reasoning: 60 },
		{ inputTokens: 140, outputTokens: 70 },
	],
	['a total that is too small', { input: 100, output: 10, total: 50, cached: 40, reasoning: 6 }, { inputTokens: 100, outputTokens: 10 }],
	['figures of another type', { input: 100, output: 10, total: 'x', cached: null, reasoning: -1 }, { inputTokens: 100, outputTokens: 10 }],
])('%s', (_what, figures, usage) => {
	expect(reconcileUsage(figures)).toMatchObject(usage);
});

test('later figures replace earlier ones, unless they are missing or zero', () => {
	expect(laterFigures({ input: 5, output: 1 }, { input: 0, output: 7 })).toEqual({ input: 5, output: 7 });
	expect(laterFigures({ input: 5 }, null)).toEqual({ input: 5 });
	expect(laterFigures(undefined, { input: 0 })).toEqual({ input: 0 });
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
