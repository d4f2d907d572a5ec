import { readRetryAfter } from './retry-after';

const now = Date.parse('2026-11-20T10:00:00Z');
const read = (value: string, name = 'retry-after') => readRetryAfter(new Headers({ [name]: value }), now);

test.each([
	['2', 2000],
	['0.25', 250],
	['0', 0],
	['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
	['Fri, 20 Nov 2026 09:00:00 GMT', 0],
	['Fri, 20 Nov 2099 10:00:00 GMT', 86_400_000],
	['-5', undefined],
	['Infinity', undefined],
	['soon', undefined],
])('reads retry-after: %s', (value, milliseconds) => expect(read(value)).toBe(milliseconds));

test.each([
	['a date (elizaOS/eliza#22162)', 'Fri, 20 Nov 2026 10:02:00 GMT', 120_000],
	['a date that does not exist (earendil-works/pi#9571)', 'Fri, 99 Foo 2026 10:02:00 GMT', undefined],
	['seconds with something after them (open-telemetry/opentelemetry-js#7010)', '1000abc', undefined],
	['seconds that look like a year (wisecom-oy/atlas#229)', '120', 120_000],
	['less than nothing (wisecom-oy/atlas#229)', '-5', undefined],
	['more than a day (supabase/supabase-js#2634)', '604800', 86_400_000],
	['a word (supabase/supabase-js#2634)', 'soon', undefined],
	['a date that has passed (AstroVela/vane#170)', 'Thu, 19 Nov 2026 10:00:00 GMT', 0],
	['nothing (duolahypercho/codex-router#573)', '', undefined],
])('waits as %s says', (_what, value, milliseconds) => expect(read(value)).toBe(milliseconds));

test('reads the milliseconds that some servers give, and nothing from nothing', () => {
	expect(read('1500.2', 'retry-after-ms')).toBe(1501);
	expect(readRetryAfter(new Headers(), now)).toBeUndefined();
	expect(readRetryAfter(undefined, now)).toBeUndefined();
});
