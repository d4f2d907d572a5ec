import { createRequestPace } from './request-pace';

const signal = new AbortController().signal;
let now: number;
let waited: number[];
const open = (requestsPerMinute: number, maxWaitMs?: number) => {
	now = 1_000_000;
	waited = [];
	const pause = (milliseconds: number) => {
		waited.push(milliseconds);
		return Promise.resolve(true);
	};
	return createRequestPace({ clock: { now: () => now }, requestsPerMinute, maxWaitMs, pause });
};

it('lets a burst through, and spreads what follows', async () => {
	const takePlace = open(60);
	for (let request = 0; request < 9; request += 1) await takePlace(signal);
	expect(waited).toEqual([1_000, 2_000]);
	now += 60_000;
	await takePlace(signal);
	expect(waited).toHaveLength(2);
});

it('refuses what would wait too long', async () => {
	const takePlace = open(60, 1_500);
	for (let request = 0; request < 8; request += 1) await takePlace(signal);
	await expect(takePlace(signal)).rejects.toMatchObject({ code: 'CRM_RATE_LIMITED', retryable: true, retryAfterMs: 2_000 });
});
