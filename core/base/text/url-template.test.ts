import fc from 'fast-check';
import { fillUrl, parseUrlTemplate } from './url-template';

const fill = (url: string, input: Record<string, unknown>) => fillUrl(parseUrlTemplate(url), input);
const hrefOf = (url: string, input: Record<string, unknown>) => {
	const filled = fill(url, input);
	return filled.problem === undefined ? filled.url.href : filled.problem;
};

test.each<[string, Record<string, unknown>, string]>([
	['https://a.example/orders/{id}', { id: 5 }, 'https://a.example/orders/5'],
	['https://a.example/orders/{id}/items', { id: 'a b/c?d#e&f%2F' }, 'https://a.example/orders/a%20b%2Fc%3Fd%23e%26f%252F/items'],
	['https://a.example/{a}-{b}.json', { a: 'ü', b: true }, 'https://a.example/%C3%BC-true.json'],
	['https://a.example/find?q={q}&size=10&page={page}', { q: 'a&b=c' }, 'https://a.example/find?q=a%26b%3Dc&size=10'],
	['https://a.example/find?ids={ids}', { ids: [1, 2] }, 'https://a.example/find?ids=%5B1%2C2%5D'],
	['https://a.example', {}, 'https://a.example/'],
	['https://a.example?x={x}', { x: '\ud800' }, 'https://a.example/?x=%EF%BF%BD'],
	['https://a.example:8443/{id}', { id: '//evil.example' }, 'https://a.example:8443/%2F%2Fevil.example'],
	['https://a.example/{id}', { id: '@evil.example' }, 'https://a.example/%40evil.example'],
])('%s with %j is %s', (url, input, expected) => expect(hrefOf(url, input)).toBe(expected));

test.each<[string, Record<string, unknown>]>([
	['https://a.example/orders/{id}', { id: '..' }],
	['https://a.example/orders/{id}', { id: '.' }],
	['https://a.example/orders/{id}', { id: '' }],
	['https://a.example/orders/{id}', { id: 'a/../../admin' }],
	['https://a.example/orders/{id}', { id: '..\\admin' }],
	['https://a.example/orders/{id}', { id: 'a\nb' }],
	['https://a.example/orders/{id}', { id: null }],
	['https://a.example/orders/{id}', {}],
	['https://a.example/orders/{id}', { id: ['..'] }],
	['https://a.example/orders/%2e{id}', { id: '.' }],
	['https://a.example/orders/.{id}/x', { id: '.' }],
	['https://a.example/orders/%2{id}/x', { id: 'e' }],
])('an argument that would lead elsewhere is refused: %s with %j', (url, input) => expect(fill(url, input)).toHaveProperty('problem'));

test.each([
	'https://{host}/x',
	'https://a.example:{port}/x',
	'{url}',
	'ftp://a.example/{id}',
	'https://',
	'https://user:password@a.example/',
	'https://a.example/#{id}',
	'https://a.example\\{id}',
	'https://a.example/${KEY}',
	'https://a.example/{id',
	'https://a.example/{}',
	'https://a.example/{a b}',
])('%s is not a template', (url) => expect(() => parseUrlTemplate(url)).toThrow());

test('no argument says which server or which path is called', () => {
	const template = parseUrlTemplate('https://a.example/v1/{one}/x/{other}?q={q}');
	const hostile = fc.oneof(
		fc.string(),
		fc.string({ unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', 'f', '?', '#', '@', ':', ' ', '\t') }),
	);
	fc.assert(
		fc.property(hostile, hostile, hostile, (one, other, q) => {
			const filled = fillUrl(template, { one, other, q });
			if (filled.problem !== undefined) return;
			const { origin, pathname, hash, searchParams } = filled.url;
			expect([origin, hash, [...searchParams.keys()]]).toEqual(['https://a.example', '', ['q']]);
			expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', one, 'x', other]);
		}),
	);
});

test('what has no place in the URL is left', () => {
	expect(fill('https://a.example/{id}?q={q}', { id: 1, q: 2, name: 'x' })).toMatchObject({ rest: { name: 'x' } });
});
