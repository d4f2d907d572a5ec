import { showHidden } from './show-hidden';

test.each([
	['a\u061cb\u200ec\u200bd\ufeff', 'a<U+061C>b<U+200E>c<U+200B>d<U+FEFF>'],
	['ok\u{e0041}\u{e007f}\u{e0101}\ufe00', 'ok<U+E0041><U+E007F><U+E0101><U+FE00>'],
	['so\u00adft \u3164 \u115f a\u200db\u200c', 'so<U+00AD>ft <U+3164> <U+115F> a<U+200D>b<U+200C>'],
	['one\u2028two\u009b2J\u007f', 'one<U+2028>two<U+009B>2J<U+007F>'],
	['a\u001b[8mb\u0008\u0000', 'a<U+001B>[8mb<U+0008><U+0000>'],
	['1\ufe0f', '1<U+FE0F>'],
	['SHOP\u2800\u{1d159} \u{16fe4}', 'SHOP<U+2800><U+1D159> <U+16FE4>'],
	['\u2800x \u2811\u2800', '<U+2800>x \u2811<U+2800>'],
])('shows %j as %j', (text, shown) => expect(showHidden(text)).toBe(shown));

test('shows what turns a text around, also beside letters of a script that is read so (ssamba1/untell#48)', () =>
	expect(showHidden('GRANTED \u202eDENIED \u0645\u202e')).toBe('GRANTED <U+202E>DENIED \u0645<U+202E>'));

test.each(['línea שלום 👩‍👩‍👧 ❤️ 👍🏽 1️⃣\t\r\n', 'می\u200cخواهم', 'क्\u200dष', '\u2813\u2811\u2800\u283a\u2815'])('leaves %j as it is', (text) =>
	expect(showHidden(text)).toBe(text),
);
