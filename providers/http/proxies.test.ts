import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { guardedFetch } from './guarded-fetch';
import { findProxies } from './proxies';

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
	])('are read as curl reads them: %j', (environment: Record<string, string>, expected) => {
		expect(findProxies(environment)).toEqual(expected && { no_proxy: thisMachine, ...expected });
	});

	test.each(['socks5://p:1080', 'http://', 'ftp://p'])('are refused, and no password printed: %s', (proxy) => {
		const named = proxy.replace('://', '://user:my-secret@');
		expect(() => findProxies({ HTTPS_PROXY: named })).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: 'HTTPS_PROXY does not name an HTTP proxy.' }),
		);
	});
});

describe('requests to addresses of users', () => {
	const seen: string[] = [];
	const proxy = createServer((request, response) => {
		seen.push(`${request.method} ${request.url}`);
		response.end('through the proxy');
	});
	proxy.on('connect', (request, socket: Socket) => {
		seen.push(`CONNECT ${request.url}`);
		socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
	});
	const before = { ...process.env };
	beforeAll(async () => {
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		Object.assign(process.env, { HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: 'direct.example' });
	});
	beforeEach(() => (seen.length = 0));
	afterAll(() => {
		process.env = before;
		proxy.close();
		proxy.closeAllConnections();
	});

	const names: Record<string, string[]> = { 'intranet.example': ['10.0.0.8'], 'direct.example': ['10.0.0.9'] };
	const send = guardedFetch({
		resolve: async (host) =>
			names[host] ?? Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })),
	});

	it('go through the proxy, although this machine cannot resolve the name', async () => {
		expect(await (await send('http://example.test/page')).text()).toBe('through the proxy');
		await expect(send('https://example.test/page')).rejects.toThrow('fetch failed');
		expect(seen).toEqual(['GET http://example.test/page', 'CONNECT example.test:443']);
	});

	it.each(['http://intranet.example/', 'http://169.254.169.254/', 'http://127.0.0.1/', 'http://direct.example/'])(
		'are refused before the proxy is asked: %s',
		async (url) => {
			await expect(send(url)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
			expect(seen).toEqual([]);
		},
	);
});
