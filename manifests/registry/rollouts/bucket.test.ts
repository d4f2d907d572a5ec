import fc from 'fast-check';
import { computeBucket, isInShare } from './bucket';

const instances = Array.from({ length: 5_000 }, (_, index) => `instance-${index}`);

describe('the bucket of an instance', () => {
	it('is the first four bytes of the SHA-256 of rollout and instance, modulo 100, plus 1', () => {
		// Computed with sha256sum.
		expect(computeBucket('support-1-3', 'n8n-main')).toBe(46);
		expect(computeBucket('support-1-3', 'n8n-worker-1')).toBe(23);
		expect(computeBucket('ação', 'é')).toBe(31);
		expect(computeBucket('r', '')).toBe(22);
	});

	it('is 1 to 100, and every instance that is on stays on when the share rises', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.nat(100), fc.nat(100), (subject, instance, one, other) => {
				const bucket = computeBucket(subject, instance);
				expect(bucket).toBeGreaterThanOrEqual(1);
				expect(bucket).toBeLessThanOrEqual(100);
				const [lower, higher] = one < other ? [one, other] : [other, one];
				if (isInShare(lower, subject, instance)) expect(isInShare(higher, subject, instance)).toBe(true);
				expect([isInShare(0, subject, instance), isInShare(100, subject, instance)]).toEqual([false, true]);
			}),
			{ numRuns: 100 },
		);
	});

	it('spreads instances evenly, and differently for each rollout', () => {
		const on = (rollout: string) => instances.filter((instance) => isInShare(10, rollout, instance));
		const [first, second] = [on('first'), on('second')];
		expect(first.length).toBeGreaterThan(400);
		expect(first.length).toBeLessThan(600);
		expect(first.filter((instance) => second.includes(instance)).length).toBeLessThan(100);
	});
});
