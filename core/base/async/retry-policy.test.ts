import { planRetry } from './retry-policy';

const policy = { firstMs: 1_000, maxMs: 60_000, maxAttempts: 8 };

it('doubles the pause up to the max, and ends after the last attempt', () => {
	const pauses = [1, 2, 3, 6, 7, 8].map((attempts) => planRetry(policy, { attempts }));
	expect(pauses).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, undefined]);
	expect(planRetry({ firstMs: 1, maxMs: 10 }, { attempts: 1_000 })).toBe(10);
});

it('leaves a share of the pause to chance', () => {
	const pauses = [0, 0.5, 1].map((random) => planRetry({ ...policy, jitter: 0.5 }, { attempts: 1, random }));
	expect(pauses).toEqual([500, 750, 1_000]);
});

it('waits as long as the other side asks, up to a max', () => {
	expect(planRetry(policy, { attempts: 1, retryAfterMs: 30_000 })).toBe(30_000);
	expect(planRetry(policy, { attempts: 3, retryAfterMs: 1 })).toBe(4_000);
	expect(planRetry(policy, { attempts: 1, retryAfterMs: 90_000 })).toBe(60_000);
	expect(planRetry({ ...policy, maxAskedMs: 80_000 }, { attempts: 1, retryAfterMs: 90_000 })).toBe(80_000);
});
