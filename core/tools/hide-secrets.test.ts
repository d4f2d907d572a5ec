import { hideIn } from './hide-secrets';

const secret = 'sk-very-secret/Value "12"+34';
const hide = hideIn([secret]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each<readonly [string, string]>([
	['as it is', secret],
	['in JSON', JSON.stringify({ key: secret })],
	['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ key: secret }) })],
	['in an address', `https://a.example/?key=${encodeURIComponent(secret)}`],
	['in an address, with small letters', encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase())],
	['in hex', Buffer.from(secret).toString('hex').toUpperCase()],
	...['', 'x', 'xy', 'user:'].map((before) => [`in base64, after "${before}"`, base64(`${before}${secret} after`)] as const),
	['in base64 for addresses', base64(secret).replaceAll('+', '-').replaceAll('/', '_')],
])('hides a secret that a server repeats %s', (_, text) => {
	const hidden = hide(text);
	expect(hidden).toContain('[SECRET]');
	expect([hidden, decodeURIComponent(hidden), Buffer.from(hidden, 'base64').toString()].join()).not.toContain('very-secret');
});

test('leaves other texts alone', () => {
	const text = 'A secret of the house: c2VjcmV0';
	expect(hide(text)).toBe(text);
	expect(hideIn(['abc'])('abc')).toBe('abc');
});
