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

test('reads the milliseconds that some servers give, and nothing from nothing', () => {
	expect(read('1500.2', 'retry-after-ms')).toBe(1501);
	expect(readRetryAfter(new Headers(), now)).toBeUndefined();
	expect(readRetryAfter(undefined, now)).toBeUndefined();
});
