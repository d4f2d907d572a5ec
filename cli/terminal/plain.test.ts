import { plain } from './terminal';

test.each([
	['\u001b[31mred\u001b[0m', 'red'],
	['a\u0007b\rc', 'abc'],
	['pay \u202e00005\u202c now', 'pay <U+202E>00005<U+202C> now'],
	['\u2066x\u2069', '<U+2066>x<U+2069>'],
	['ok\u{e0041}\u{e007f}', 'ok<U+E0041><U+E007F>'],
	['one\u2028two', 'one<U+2028>two'],
	['kept: \t línea שלום 👩‍👩‍👧\n', 'kept: \t línea שלום 👩‍👩‍👧\n'],
])('prints %j as %j', (text, printed) => expect(plain(text)).toBe(printed));
