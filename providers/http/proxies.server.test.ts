import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { guardedFetch } from './guarded-fetch';

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

	it('do not ask the name server of this machine where the operator chose the address', async () => {
		const trusting = guardedFetch({ allowPrivateNetworks: true, trustsNames: true, resolve: () => new Promise(() => undefined) });
		expect(await (await trusting('http://models.example/v1')).text()).toBe('through the proxy');
		await expect(trusting('http://169.254.169.254/')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
	});

	it.each(['http://intranet.example/', 'http://169.254.169.254/', 'http://127.0.0.1/', 'http://direct.example/'])(
		'are refused before the proxy is asked: %s',
		async (url) => {
			await expect(send(url)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
			expect(seen).toEqual([]);
		},
	);
});
