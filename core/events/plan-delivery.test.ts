import type { EventDeliveryEnd } from '../ports/events/event-deliveries';
import { maxAttempts, minAttempts, planDelivery } from './plan-delivery';

const plan = (
	status: string,
	{ made = 1, max = maxAttempts, retryAfterMs }: { made?: number; max?: number; retryAfterMs?: number } = {},
	random = 1,
) =>
	planDelivery(
		{ made, maxAttempts: max },
		{ answer: { status, ...(retryAfterMs !== undefined && { retryAfterMs }) }, at: 7, durationMs: 3 },
		random,
	);
const pauseOf = (end: EventDeliveryEnd) => (end.kind === 'retry' ? end.afterMs : end.kind);

it.each(['200', '201', '204'])('is delivered by %s', (status) => {
	expect(plan(status)).toEqual({ kind: 'delivered', attempt: { at: 7, status, durationMs: 3, error: null } });
});

it('waits longer after each failure, and gives up after the last attempt', () => {
	const pauses = Array.from({ length: maxAttempts }, (_, before) => pauseOf(plan('500', { made: before + 1 })));
	expect(pauses).toEqual([1_500, 6_000, 24_000, 96_000, 384_000, 1_536_000, 6_144_000, 24_576_000, 'dead']);
	expect(plan('500', { made: 3, max: minAttempts })).toMatchObject({
		...{ kind: 'dead', reason: '3 attempts failed. The last: The receiver answered 500, not 2xx.' },
		attempt: { status: '500', error: 'The receiver answered 500, not 2xx.' },
	});
});

it('spreads attempts that failed together over half of the pause', () => {
	expect([0, 0.5, 1].map((random) => pauseOf(plan('500', { made: 2 }, random)))).toEqual([3_000, 4_500, 6_000]);
});

it('waits as long as the receiver asks, and a day at most', () => {
	expect(pauseOf(plan('429', { retryAfterMs: 90_000 }))).toBe(90_000);
	expect(pauseOf(plan('503', { retryAfterMs: 0 }))).toBe(1_500);
	expect(pauseOf(plan('503', { retryAfterMs: 90 * 86_400_000 }))).toBe(86_400_000);
});

it.each<[report: string, status: string, retryAfterMs: number | undefined, end: number | string]>([
	['asks for a pause with 503 (eventrelay/eventrelay#91)', '503', 3_600_000, 3_600_000],
	['wants nothing more (spatie/laravel-webhook-server#47)', '410', undefined, 'dead'],
	['wants nothing more, though it names a time (discourse/discourse#7392)', '410', 60_000, 'dead'],
	['leads elsewhere, which is not followed (cloudevents/spec#155)', '307', undefined, 1_500],
	['does not know the address for now (getsentry/sentry#65659)', '404', undefined, 1_500],
	['is restarted (safe-global/safe-docs#859)', '502', undefined, 1_500],
])('knows a receiver that %s', (_report, status, retryAfterMs, end) =>
	expect(pauseOf(plan(status, { ...(retryAfterMs !== undefined && { retryAfterMs }) }))).toBe(end),
);

it('disables who wants nothing more, and does not try again (instantdb/instant#2626)', () =>
	expect(plan('410')).toMatchObject({ kind: 'dead', disables: true }));

it.each(['302', '404', 'TIMEOUT', 'UNREACHABLE'])('tries again after %s', (status) => expect(plan(status).kind).toBe('retry'));

it('disables who answers 410, and does not repeat a refused address', () => {
	expect(plan('410')).toMatchObject({ kind: 'dead', disables: true });
	expect(plan('ADDRESS_REFUSED')).toMatchObject({ kind: 'dead', reason: expect.stringContaining('TROUPE_WEBHOOK_PRIVATE') as string });
	expect(plan('ADDRESS_REFUSED')).not.toHaveProperty('disables');
});
