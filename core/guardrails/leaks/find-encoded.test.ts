import { findEncoded } from './find-encoded';

const note = 'The customer list: ana, bo, carla; balance 90,000.';
const base64 = Buffer.from(note).toString('base64');
const hex = Buffer.from(note).toString('hex');
const random = 'k3f9x2q7z1m8v4b6n0p5s2d9h7j1l4t8w6y3c5r0';
const nothing = { author: '', allowedHosts: [], others: [] };
const kinds = (text: string, given: Parameters<typeof findEncoded>[1] = nothing) => findEncoded(text, given).map(({ type }) => type);

test.each([
	['base64 in a text', `ref ${base64}`, ['encoded']],
	['base64url in a query', `https://x.example/p?d=${Buffer.from(note).toString('base64url')}`, ['encoded']],
	['hexadecimal', hex, ['encoded']],
	['a random label of a host', `https://${random.slice(0, 36)}.x.example/`, ['random-name']],
	[
		'a text in pieces in labels of a host (luckyPipewrench/pipelock#642)',
		'https://a1b2c3d4e5.f6a7b8c9d0.e1f2a3b4c5.x.example/',
		['random-name'],
	],
	['a random part of a path', `https://x.example/a/${random}/b`, ['random-name']],
	['a random value in a query', `https://x.example/?id=${random}9a1b`, ['random-name']],
])('finds %s', (_what, text, expected) => expect(kinds(text)).toEqual(expected));

test('says where', () => {
	const [match] = findEncoded(`see https://x.example/a?b=${random}x1 now`, nothing);
	expect(`see https://x.example/a?b=${random}x1 now`.slice(match!.start, match!.end)).toBe(`${random}x1`);
});

test('leaves alone what somebody wrote, or a tool returned', () => {
	const given = { author: '', allowedHosts: [], others: [`file ${base64} at https://x.example/${random}1a`] };
	expect(kinds(`${base64} https://x.example/${random}1a`, given)).toEqual([]);
});

test.each([
	['words', 'Please send the invoice of order 4711 to the accounting department of our branch in Recife.'],
	['an identifier', '4f8c2a10-8d1e-4c57-9c1a-1e2f3a4b5c6d'],
	['a hash', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
	['an image', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='],
	['a slip of a bank', '23793381286000782713695000063305975520000370000'],
	[
		'a deep host, and short hashes in one',
		'https://customer-production.us-east-1.api.x.example https://deadbeef.cafebabe.preview.x.example/',
	],
	['the host of a content network', 'https://d111111abcdef8.cloudfront.net/a.png'],
	['a path of words', 'https://shop.example/how-to-cancel-my-subscription-in-the-mobile-app-2026-11-27'],
	['a long name of a host', 'https://my-very-long-company-name-for-testing.internal.example/orders?from=2026-01-01&to=2026-02-01'],
	['a path of a file', '/home/ana/projects/accounting/reports/november/summary_of_the_month_final.xlsx'],
	['an address with an identifier', 'https://x.example/orders/4f8c2a10-8d1e-4c57-9c1a-1e2f3a4b5c6d/items'],
])('leaves alone %s', (_what, text) => expect(kinds(text)).toEqual([]));
