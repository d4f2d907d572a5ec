import { stripScheme } from './strip-scheme';

const token = '[EMAIL_1_k3f9x2]';

test.each([
	['a token in any field', { to: `mailto:${token}` }, {}, { to: token }],
	['a token in angle brackets', { to: `<mailto:${token}>` }, {}, { to: token }],
	['a number', { phone: 'tel:+5511999990000' }, {}, { phone: '+5511999990000' }],
	[
		'an address in a field that is named for it',
		{ e_mail: 'x', contactEmail: 'MAILTO:ana@example.com' },
		{},
		{ e_mail: 'x', contactEmail: 'ana@example.com' },
	],
	[
		'an address in a field of this format',
		{ to: 'mailto:ana@example.com' },
		{ properties: { to: { format: 'email' } } },
		{ to: 'ana@example.com' },
	],
	[
		'lists and objects',
		{ people: [{ email: `mailto:${token}` }], copies: [`mailto:${token}`] },
		{},
		{ people: [{ email: token }], copies: [token] },
	],
])('a scheme is taken from %s', (_, value, schema, expected) => {
	expect(stripScheme(value, schema)).toEqual(expected);
});

test.each([
	['a field for links', { link: `mailto:${token}`, redirectUrl: `mailto:${token}` }, {}],
	[
		'a field with a format or pattern of its own',
		{ to: `mailto:${token}`, at: `mailto:${token}` },
		{ properties: { to: { format: 'uri' }, at: { pattern: '^mailto:' } } },
	],
	['a text that has more', { to: `Write to mailto:${token}`, also: `mailto:${token}?subject=Hi` }, {}],
	['a value of another kind', { note: 'tel:42', number: 3, none: null }, {}],
])('and kept in %s', (_, value, schema) => {
	expect(stripScheme(value, schema)).toEqual(value);
});

test('reads hostile texts of any length', () => {
	for (const piece of ['mailto:', '<', ' ', 'a@', token]) {
		const to = piece.repeat(100_000);
		expect(stripScheme({ to }, {})).toEqual({ to });
	}
});
