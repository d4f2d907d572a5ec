import http, { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { BoundRequests } from './bound-requests';

const bound = BoundRequests.install();
let server: Server;
let port: number;
const asked: string[] = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		asked.push(`${request.method} ${request.headers.host} ${request.url}`);
		const [, target] = /^\/to\?(.*)$/.exec(request.url!) ?? [];
		if (target === undefined) return response.end('ok');
		response.writeHead(request.method === 'POST' ? 303 : 302, { location: decodeURIComponent(target) }).end();
	}).listen(0);
	await once(server, 'listening');
	({ port } = server.address() as AddressInfo);
});
beforeEach(() => asked.splice(0));
afterEach(() => bound.restrict(undefined));
afterAll(() => server.close());

const url = (path: string, host = 'localhost') => `http://${host}:${port}${path}`;
const redirect = (target: string) => url(`/to?${encodeURIComponent(target)}`);
const ask = (target: string | http.RequestOptions) =>
	new Promise<number | undefined>((resolve, reject) => {
		const request = http.get(target as string, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		request.on('error', reject);
	});

it('lets everything pass without a list', async () => {
	const task = bound.restrict(undefined);
	expect(await (await fetch(url('/free'))).text()).toBe('ok');
	expect(await ask(url('/free'))).toBe(200);
	expect(task.refused).toBeUndefined();
});

it('lets pass what is listed, and notes the first request that is not', async () => {
	const task = bound.restrict([`GET localhost:${port}/open/*`]);
	expect(await (await fetch(url('/open/1'))).text()).toBe('ok');
	expect(await ask(url('/open/2'))).toBe(200);
	expect(await ask({ hostname: 'localhost', port, path: '/open/3?a=1' })).toBe(200);
	await expect(fetch(url('/open/1'), { method: 'POST' })).rejects.toThrow(`does not allow POST http://localhost:${port}/open/1`);
	expect(() => http.get(url('/closed'))).toThrow(`does not allow GET http://localhost:${port}/closed`);
	expect(task.refused).toBe(`POST http://localhost:${port}/open/1`);
	expect(asked.map((one) => one.split(' ')[2])).toEqual(['/open/1', '/open/2', '/open/3?a=1']);
});

it.each([
	['another host', () => fetch(url('/', '127.0.0.1'))],
	['another port', () => fetch('http://localhost:1/')],
	['a host in options', async () => http.request({ host: '127.0.0.1', port })],
	['a socket file', async () => http.request({ socketPath: '/var/run/docker.sock', path: '/' })],
	['a method in options after an address', async () => http.request(url('/'), { method: 'DELETE' })],
	['a host in options after an address', async () => http.request(url('/'), { hostname: '127.0.0.1' })],
])('refuses %s', async (_case, send) => {
	bound.restrict([`GET localhost:${port}`, `GET localhost:${port}/*`]);
	await expect(send()).rejects.toThrow('The manifest of the package does not allow');
	expect(asked).toEqual([]);
});

it('holds redirects to the list', async () => {
	const task = bound.restrict([`* localhost:${port}`]);
	expect(await (await fetch(redirect(url('/target')))).text()).toBe('ok');
	const posted = await fetch(redirect(url('/seen')), { method: 'POST', body: 'x' });
	expect([await posted.text(), asked.at(-1)]).toEqual(['ok', `GET localhost:${port} /seen`]);
	await expect(fetch(redirect(url('/target', '127.0.0.1')))).rejects.toThrow('does not allow');
	expect(task.refused).toBe(`GET http://127.0.0.1:${port}/target`);
	expect((await fetch(redirect(url('/', '127.0.0.1')), { redirect: 'manual' })).status).toBe(302);
});
