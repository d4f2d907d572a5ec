import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { ChromaServer } from './chroma-server';

test.each([
	{ url: 'http://localhost:8000', token: 'secret\nof two lines' },
	{ url: 'http://localhost:8000', token: 'sécret-secret' },
	{ url: 'http://user:secret@localhost:8000' },
	{ url: 'http://localhost:8000/secret' },
	{ url: 'localhost-secret' },
])('%j is refused before anybody is called, and nothing of it is repeated', (place) => {
	let error: unknown;
	try {
		void new ChromaServer(place);
	} catch (thrown) {
		error = thrown;
	}
	expect(error).toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('TROUPE_CHROMA_TOKEN') });
	expect(inspect(error, { depth: 9 })).not.toContain('secret');
});

test('where the server leads elsewhere nobody follows, with the token or without it', async () => {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url!);
		response.writeHead(307, { location: '/elsewhere' }).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		const chroma = new ChromaServer({ url: `http://127.0.0.1:${port}`, token: 'secret' });
		await expect(chroma.readMaxAtOnce()).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
		await expect(chroma.find('house')).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
		expect(asked.length).toBeGreaterThan(0);
		expect(asked).not.toContain('/elsewhere');
	} finally {
		server.close();
		server.closeAllConnections();
	}
});

describe('what answers and', () => {
	let server: Server;
	let answers: (path: string) => number;
	let chroma: ChromaServer;
	beforeEach(async () => {
		server = createServer((request, response) => response.writeHead(answers(request.url!)).end('{}'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		chroma = new ChromaServer({ url: `http://127.0.0.1:${port}`, token: 'secret', tenant: 'acme', database: 'house' });
	});
	afterEach(() => {
		server.close();
		server.closeAllConnections();
	});

	const calls: Array<[string, () => Promise<unknown>]> = [
		['looked for', () => chroma.find('x')],
		['made', () => chroma.make('x', {})],
		['removed', () => chroma.remove('x')],
		['measured', () => chroma.readMaxAtOnce()],
	];

	test.each(calls)('names a server that is not Chroma of this API when a collection is %s', async (_what, call) => {
		answers = () => 404;
		await expect(call()).rejects.toMatchObject({
			code: 'NOT_SUPPORTED',
			message: expect.stringMatching(/127\.0\.0\.1:\d+ is not Chroma/),
			fix: expect.stringContaining('TROUPE_CHROMA_URL'),
		});
	});

	test.each(calls)('has no such database is named when a collection is %s', async (_what, call) => {
		answers = (path) => (path.endsWith('/heartbeat') ? 200 : 404);
		await expect(call()).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringMatching(/"house".*"acme"/),
			details: { tenant: 'acme', database: 'house' },
		});
	});

	test('has the database lacks the collection alone', async () => {
		answers = (path) => (path.endsWith('/heartbeat') || path.endsWith('/databases/house') ? 200 : 404);
		await expect(chroma.find('x')).resolves.toBeUndefined();
	});

	test('lets nobody look at databases may still lack the collection alone', async () => {
		answers = (path) => (path.endsWith('/heartbeat') ? 200 : path.endsWith('/databases/house') ? 403 : 404);
		await expect(chroma.find('x')).resolves.toBeUndefined();
	});

	test.each([
		[429, /limits the rate/, true],
		[500, /internal error/, true],
		[401, /refuses access/, false],
		[403, /refuses access/, false],
	])('says %d is told as what it is, without the token', async (status, message, retryable) => {
		answers = () => status;
		const refused = chroma.make('x', {});
		await expect(refused).rejects.toMatchObject({
			code: 'KNOWLEDGE_STORE_UNREACHABLE',
			message: expect.stringMatching(message),
			retryable,
		});
		await expect(refused).rejects.not.toThrow(/secret/);
	});
});
