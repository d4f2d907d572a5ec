import { TroupeError, type TroupeErrorCode } from '../../base/errors';
import { Breaker, defaultBreakerLimits } from './breaker';
import { createBreakerKey, createBreakers } from './breakers';

let now = 0;
const clock = { now: () => now };
beforeEach(() => (now = 1_000_000));

const errorOf = (code: TroupeErrorCode, retryAfterMs?: number) => new TroupeError({ code, message: 'No.', retryAfterMs });
const closed = () => new Breaker(defaultBreakerLimits, clock);
const fail = (breaker: Breaker, code: TroupeErrorCode, times = 1, retryAfterMs?: number) => {
	for (let time = 0; time < times; time += 1) breaker.enter()!.failed(errorOf(code, retryAfterMs));
};
function opened(): Breaker {
	const breaker = closed();
	fail(breaker, 'MODEL_OVERLOADED', 5);
	return breaker;
}

describe('a breaker', () => {
	it('opens on failures one after the other, and lets one probe through when its time is up', () => {
		const breaker = opened();
		expect([breaker.state, breaker.enter()]).toEqual(['open', undefined]);
		now += 5000;
		expect(breaker.state).toBe('half-open');
		const probe = breaker.enter()!;
		expect(breaker.enter()).toBeUndefined();
		probe.succeeded();
		expect(breaker.state).toBe('closed');
	});

	it('stays open for twice as long each time that the probe fails, up to a limit', () => {
		const breaker = opened();
		const times: number[] = [];
		for (let round = 0; round < 9; round += 1) {
			times.push(breaker.freeAt() - now);
			now = breaker.freeAt();
			breaker.enter()!.failed(errorOf('MODEL_TIMEOUT'));
		}
		expect(times).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000]);
	});

	it('opens when half of the last twenty answers failed within a minute, a success between them or not', () => {
		const breaker = closed();
		for (let pair = 0; pair < 9; pair += 1) {
			breaker.enter()!.succeeded();
			fail(breaker, 'MODEL_UNREACHABLE');
		}
		now += 61_000;
		fail(breaker, 'MODEL_UNREACHABLE');
		expect(breaker.state).toBe('closed');
		for (let pair = 0; pair < 10; pair += 1) {
			breaker.enter()?.succeeded();
			breaker.enter()?.failed(errorOf('MODEL_UNREACHABLE'));
		}
		expect(breaker.state).toBe('open');
	});

	it.each([
		['MODEL_RATE_LIMITED', 7000, 7000],
		['MODEL_OVERLOADED', 7000, 7000],
		['MODEL_RATE_LIMITED', 86_400_000, 600_000],
		['MODEL_AUTHENTICATION', undefined, 300_000],
		['MODEL_OUT_OF_CREDIT', undefined, 300_000],
		['MODEL_NOT_FOUND', undefined, 300_000],
	] as const)('opens at once on %s with retry-after %s, for %s ms', (code, retryAfterMs, expected) => {
		const breaker = closed();
		fail(breaker, code, 1, retryAfterMs);
		expect(breaker.freeAt() - now).toBe(expected);
	});

	it.each(['MODEL_BAD_REQUEST', 'MODEL_CONTEXT_TOO_LONG', 'CANCELLED', 'BUDGET_EXCEEDED', 'RATE_LIMITED'] as const)(
		'hears nothing of the provider’s state in %s',
		(code) => {
			const breaker = closed();
			fail(breaker, code, 50);
			expect(breaker.state).toBe('closed');
		},
	);

	it('lets one call at a time through early, for who has nobody else, but never before the provider wants it', () => {
		const breaker = opened();
		const probe = breaker.enter(true)!;
		expect(breaker.enter(true)).toBeUndefined();
		expect(breaker.freeAt(true)).toBe(Infinity);
		probe.released();
		expect(breaker.freeAt(true)).toBe(0);
		breaker.enter(true)!.succeeded();
		expect(breaker.state).toBe('closed');
		const limited = closed();
		fail(limited, 'MODEL_RATE_LIMITED', 1, 7000);
		expect(limited.enter(true)).toBeUndefined();
	});

	it('heeds the first word on a call only, and none of a call from before it opened', async () => {
		const breaker = closed();
		const early = breaker.enter()!;
		fail(breaker, 'MODEL_OVERLOADED', 5);
		early.succeeded();
		expect(breaker.state).toBe('open');
		now += 5000;
		const probe = breaker.enter()!;
		const over = breaker.probed;
		probe.released();
		await over;
		probe.succeeded();
		expect(breaker.state).toBe('half-open');
	});
});

describe('the breakers of a process', () => {
	it('are the same for the same key, and no more than the max', () => {
		const breakers = createBreakers({ clock, most: 2 });
		const first = breakers.get('a');
		breakers.get('b');
		expect(breakers.get('a')).toBe(first);
		breakers.get('c');
		expect(breakers.get('a')).toBe(first);
		const b = breakers.get('b');
		expect(breakers.get('b')).toBe(b);
		expect(breakers.get('a')).toBe(first);
	});

	it('have keys that tell calls apart and hold nothing of an API key', () => {
		const call = { provider: 'openai', model: 'm', apiKey: 'sk-secret', baseUrl: 'http://localhost' };
		const key = createBreakerKey(call);
		expect(createBreakerKey({ ...call })).toBe(key);
		const others = [
			{ ...call, apiKey: 'sk-other' },
			{ ...call, model: 'n' },
			{ ...call, baseUrl: undefined },
			{ ...call, provider: 'ollama' },
			{ ...call, tenant: 'acme' },
		];
		expect(new Set([key, ...others.map(createBreakerKey)]).size).toBe(6);
		expect(key).toMatch(/^[\w-]{43}$/);
	});
});
