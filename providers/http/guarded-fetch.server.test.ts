import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { guardedFetch } from './guarded-fetch';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
const seen: IncomingMessage[] = [];
const server = createServer((request, response) => {
	seen.push(request);
	answer(request, response);
});
let port: number;
let origin: string;
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	port = (server.address() as AddressInfo).port;
	origin = `http://127.0.0.1:${port}`;
});
afterAll(() => {
	server.close();
	server.closeAllConnections();
});
beforeEach(() => {
	seen.length = 0;
	answer = (_request, response) => response.end('hello');
});
const redirectTo = (location: string, status = 302) => {
	answer = (request, response) => (request.url === '/start' ? response.writeHead(status, { location }).end() : response.end('arrived'));
};
const open = guardedFetch({ allowPrivateNetworks: true });
const refused = {
	code: 'ADDRESS_REFUSED',
	fix: expect.stringMatching(/Allow Private Networks in the options of the node.*TROUPE_ALLOW_PRIVATE_NETWORKS/),
};

describe('refuses', () => {
	const closed = guardedFetch({ resolve: async () => ['127.0.0.1'] });

	test.each([
		'127.0.0.1',
		'127.1',
		'2130706433',
		'0x7f.0.0.1',
		'0177.0.0.1',
		'0',
		'[::1]',
		'[::ffff:127.0.0.1]',
		'[::ffff:7f00:1]',
		'[64:ff9b::7f00:1]',
		'169.254.169.254',
		'127.0.0.1.',
		'１２７.0.0.1',
		'localhost',
		'localhost.',
		'rebound.example',
		'user:password@rebound.example',
	])('http://%s', async (host) => {
		const url = new URL(`http://${host}/`);
		url.port = String(port);
		await expect(closed(url)).rejects.toMatchObject(refused);
		expect(seen).toEqual([]);
	});

	test.each(['file:///etc/passwd', 'ftp://example.com', 'data:text/plain,x'])('%s', async (url) => {
		await expect(closed(url)).rejects.toMatchObject(refused);
	});

	test('a name of which one address is private', async () => {
		const mixed = guardedFetch({ resolve: async () => ['93.184.216.34', '10.0.0.1'] });
		await expect(mixed('http://mixed.example')).rejects.toMatchObject(refused);
	});

	test('a name to which another host, who may, keeps a connection open', async () => {
		const url = `http://shared.example:${port}/`;
		const allowed = guardedFetch({ allowPrivateNetworks: true, resolve: async () => ['127.0.0.1'] });
		expect(await (await allowed(url)).text()).toBe('hello');
		await expect(closed(url)).rejects.toMatchObject(refused);
	});

	test('the metadata of clouds, also where private networks may be called', async () => {
		await expect(open('http://169.254.169.254/latest')).rejects.toMatchObject(refused);
		const named = guardedFetch({ allowPrivateNetworks: true, resolve: async () => ['169.254.169.254'] });
		await expect(named('http://metadata.example')).rejects.toMatchObject(refused);
	});
});

test('connects to the very address that was checked', async () => {
	let resolved = 0;
	const pinned = guardedFetch({ allowPrivateNetworks: true, resolve: async () => (resolved++ === 0 ? ['127.0.0.1'] : ['127.9.9.9']) });
	const response = await pinned(`http://pinned.example:${port}/`);
	expect([await response.text(), seen[0]!.headers.host, resolved]).toEqual(['hello', `pinned.example:${port}`, 1]);
});

test('sends what it is given, and reads what comes back', async () => {
	answer = (request, response) => {
		let body = '';
		request
			.on('data', (chunk: Buffer) => (body += chunk.toString()))
			.on('end', () => response.writeHead(201, { 'x-of': 'server' }).end(body));
	};
	const response = await open(`${origin}/x?y=1`, { method: 'POST', headers: { 'x-key': 'k' }, body: '{"a":"é"}' });
	expect([response.status, response.headers.get('x-of'), await response.json()]).toEqual([201, 'server', { a: 'é' }]);
	expect(seen[0]).toMatchObject({ method: 'POST', url: '/x?y=1', headers: { 'x-key': 'k', 'content-length': '10' } });
});

test('unpacks an answer that was packed all the same, and takes an empty one', async () => {
	answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
	expect(await (await open(origin)).text()).toBe('packed');
	answer = (_request, response) => response.writeHead(204).end();
	expect((await open(origin)).status).toBe(204);
	answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'constructor' }).end('x');
	await expect(open(origin)).rejects.toThrow(TypeError);
});

test('is cancelled by its signal, before the answer and within it', async () => {
	const early = new AbortController();
	answer = () => early.abort(new Error('enough'));
	await expect(open(origin, { signal: early.signal })).rejects.toThrow('enough');
	const late = new AbortController();
	answer = (_request, response) => response.write('begun');
	const response = await open(origin, { signal: late.signal });
	late.abort();
	await expect(response.text()).rejects.toThrow();
});

test('says that nothing listens as fetch does', async () => {
	await expect(open('http://127.0.0.1:1')).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNREFUSED' } });
});

test('takes no other protocol', async () => {
	answer = (request) => request.socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
	await expect(open(origin)).rejects.toThrow(TypeError);
});

describe('a redirect', () => {
	const secrets = { authorization: 'Bearer s', 'x-api-key': 's', cookie: 's', accept: 'text/plain' };

	test('within the origin is followed, with all headers', async () => {
		redirectTo('/end');
		expect(await (await open(`${origin}/start`, { headers: secrets })).text()).toBe('arrived');
		expect(seen[1]).toMatchObject({ url: '/end', headers: secrets });
	});

	test('to another origin takes no secret along', async () => {
		redirectTo(`http://localhost:${port}/end`);
		const local = guardedFetch({ allowPrivateNetworks: true, resolve: async () => ['127.0.0.1'] });
		expect(await (await local(`${origin}/start`, { headers: secrets })).text()).toBe('arrived');
		expect(Object.keys(seen[1]!.headers).filter((name) => name in secrets)).toEqual(['accept']);
	});

	test.each(['http://169.254.169.254/latest/meta-data', 'http://metadata.example/', 'file:///etc/passwd'])(
		'to %s is refused',
		async (location) => {
			redirectTo(location);
			const guarded = guardedFetch({ allowPrivateNetworks: true, resolve: async () => ['169.254.169.254'] });
			await expect(guarded(`${origin}/start`)).rejects.toMatchObject(refused);
			expect(seen).toHaveLength(1);
		},
	);

	test('that repeats a call with an effect stays within its origin', async () => {
		redirectTo('/end', 307);
		expect(await (await open(`${origin}/start`, { method: 'POST', body: 'x' })).text()).toBe('arrived');
		expect(seen[1]!.method).toBe('POST');
		redirectTo(`http://localhost:${port}/end`, 307);
		expect((await open(`${origin}/start`, { method: 'POST', body: 'x' })).status).toBe(307);
	});

	test('303 after a call with an effect asks for the result', async () => {
		redirectTo('/end', 303);
		await (await open(`${origin}/start`, { method: 'POST', body: 'x' })).text();
		expect(seen[1]!.method).toBe('GET');
	});

	test('without end ends', async () => {
		answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
		expect((await open(origin)).status).toBe(302);
		expect(seen).toHaveLength(6);
	});

	test('is left alone where the caller wants it', async () => {
		redirectTo('/end');
		expect((await open(`${origin}/start`, { redirect: 'manual' })).status).toBe(302);
	});
});
