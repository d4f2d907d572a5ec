import { RunSlots } from './run-slots';

const refused = expect.objectContaining({ code: 'RATE_LIMITED', retryable: true, retryAfterMs: 5_000 }) as Error;

it('refuses what does not fit, and leaves room for other tenants', () => {
	const slots = new RunSlots(4);
	const ends = [slots.begin('acme'), slots.begin('acme'), slots.begin('acme')];
	expect(() => slots.begin('acme')).toThrow(refused);
	ends.push(slots.begin('globex'));
	expect(() => slots.check('globex')).toThrow(refused);
	ends[0]!();
	expect(() => slots.check('globex')).not.toThrow();
	for (const end of ends.slice(1)) end();
	expect(() => slots.check('acme')).not.toThrow();
});
