import { matchesRequest, parseRequestPattern, printRequestPattern } from './request-pattern';

const matches = (pattern: string, method: string, url: string) => matchesRequest(parseRequestPattern(pattern), method, new URL(url));

test.each([
	'GET api.example.com',
	'POST *.example.com:8443/v1/*',
	'* http://localhost:3000/',
	'GET [::1]:8080/health',
	'DELETE https://10.0.0.1/items/7',
])('%s is printed as it is read', (text) => {
	expect(printRequestPattern(parseRequestPattern(text))).toBe(text);
});

test('methods and hosts are read in any case, paths as they are', () => {
	expect(parseRequestPattern('get API.Example.com/V1/Items')).toEqual({ method: 'GET', host: 'api.example.com', path: '/V1/Items' });
});

test.each([
	['no host', 'GET'],
	['no method', 'api.example.com'],
	['all names of a top level', 'GET *.com'],
	['a wildcard inside of a name', 'GET api.*.com'],
	['another scheme', 'GET ftp://example.com'],
	['a user', 'GET user@example.com'],
	['a port that does not exist', 'GET example.com:70000'],
	['port 0', 'GET example.com:0'],
	['a query', 'GET example.com?x=1'],
	['two hosts', 'GET a.example.com b.example.com'],
	['a name with an empty label', 'GET a..example.com'],
])('%s is not a pattern', (_, text) => {
	expect(() => parseRequestPattern(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }) as Error);
});

test.each([
	['the standard port of either scheme', 'GET api.example.com', 'https://api.example.com/any', true],
	['the standard port of either scheme', 'GET api.example.com', 'http://api.example.com:80/any', true],
	['another port', 'GET api.example.com', 'https://api.example.com:8443/', false],
	['a scheme that is named', 'GET https://api.example.com', 'http://api.example.com/', false],
	['a name that only ends alike', 'GET api.example.com', 'https://evil-api.example.com/', false],
	['a name that only begins alike', 'GET api.example.com', 'https://api.example.com.evil.net/', false],
	['the dot of the root', 'GET api.example.com', 'https://api.example.com./', true],
	['a name below', 'GET *.example.com', 'https://a.b.example.com/', true],
	['not the domain itself', 'GET *.example.com', 'https://example.com/', false],
	['not a name that ends alike', 'GET *.example.com', 'https://notexample.com/', false],
	['a user in the address', 'GET api.example.com', 'https://api.example.com@evil.net/', false],
	['a path below', 'GET api.example.com/v1/*', 'https://api.example.com/v1/items', true],
	['a path that leaves it by dots', 'GET api.example.com/v1/*', 'https://api.example.com/v1/../admin', false],
	['a path that leaves it by escaped dots', 'GET api.example.com/v1/*', 'https://api.example.com/v1/%2e%2e/admin', false],
	['an escaped slash', 'GET api.example.com/v1/*', 'https://api.example.com/v1/..%2fadmin', false],
	['an escape of an escape', 'GET api.example.com/v1/*', 'https://api.example.com/v1/%252e%252e/admin', false],
	['a longer path', 'GET api.example.com/v1', 'https://api.example.com/v1/items', false],
	['another protocol', 'GET api.example.com', 'ws://api.example.com/', false],
])('%s: %s for %s', (_, pattern, url, expected) => {
	expect(matches(pattern, 'get', url)).toBe(expected);
});

test('a method stands for itself alone', () => {
	expect(matches('GET api.example.com', 'POST', 'https://api.example.com/')).toBe(false);
	expect(matches('* api.example.com', 'POST', 'https://api.example.com/')).toBe(true);
});
