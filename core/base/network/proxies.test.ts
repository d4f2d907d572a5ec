import { findProxies, proxyOf } from './proxies';

const thisMachine = 'localhost,127.0.0.1,::1,[::1]';

describe('the proxies of the environment', () => {
	test.each([
		[{}, undefined],
		[{ HTTPS_PROXY: '', http_proxy: ' ' }, undefined],
		[{ HTTPS_PROXY: 'http://p:3128' }, { https_proxy: 'http://p:3128/' }],
		[{ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:2' }, { https_proxy: 'http://low:1/' }],
		[
			{ ALL_PROXY: 'p:8080', HTTP_PROXY: 'http://q' },
			{ http_proxy: 'http://q/', https_proxy: 'http://p:8080/' },
		],
		[
			{ all_proxy: 'https://user:pass@p', NO_PROXY: 'internal.example,.corp' },
			{ http_proxy: 'https://user:pass@p/', https_proxy: 'https://user:pass@p/', no_proxy: `internal.example,.corp,${thisMachine}` },
		],
		[
			{ HTTPS_PROXY: 'p', no_proxy: ' a.example  b.example,' },
			{ https_proxy: 'http://p/', no_proxy: `a.example,b.example,${thisMachine}` },
		],
		[{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: '*' }, undefined],
		[{ ALL_PROXY: 'socks5://p', NO_PROXY: 'a.example, *' }, undefined],
	])('are read as curl reads them: %j', (environment: Record<string, string>, expected) => {
		expect(findProxies(environment)).toEqual(expected && { no_proxy: thisMachine, ...expected });
	});

	test.each(['socks5://p:1080', 'http://', 'ftp://p'])('are refused, and no password printed: %s', (proxy) => {
		const named = proxy.replace('://', '://user:my-secret@');
		expect(() => findProxies({ HTTPS_PROXY: named })).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: 'HTTPS_PROXY does not name an HTTP proxy.' }),
		);
	});

	test.each([
		['https://api.example/v1', 'p:3128'],
		['http://api.example/v1', undefined],
		['https://localhost:1/', undefined],
		['https://[::1]:1/', undefined],
		['https://models.corp/', undefined],
		['https://corp.example/', 'p:3128'],
		['https://one.example:8443/', undefined],
		['not an address', undefined],
	])('are passed by what NO_PROXY names: %s', (address, expected) => {
		const environment = { HTTPS_PROXY: 'http://user:secret@p:3128', NO_PROXY: '.corp, one.example:8443 *.two.example' };
		expect(proxyOf(address, environment)).toBe(expected);
	});
});
