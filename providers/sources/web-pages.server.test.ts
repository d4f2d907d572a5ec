import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { SourceContent } from '../../core/ports/knowledge/document-reader';
import { WebPages } from './web-pages';
import { slowTest } from '../../test/support/slow-tests';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Record<string, Answer>;
const asked: string[] = [];
const server = createServer((request, response) => {
	asked.push(request.url!);
	const answer = answers[request.url!];
	if (answer) answer(request, response);
	else response.writeHead(404).end();
});
let origin: string;
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.close();
	server.closeAllConnections();
});
beforeEach(() => {
	asked.length = 0;
	answers = {
		'/page': (_request, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end('<p>Hello</p>'),
	};
});

const never = new AbortController().signal;
const redirect =
	(location: string): Answer =>
	(_request, response) =>
		response.writeHead(302, { location }).end();
const load = (path: string, web = new WebPages({ allowPrivateNetworks: true }), signal = never) =>
	web.document(path.startsWith('/') ? origin + path : path).load(signal);
const textOf = (content: SourceContent) => (content.kind === 'bytes' ? Buffer.from(content.bytes).toString() : content.kind);

test('reads a page with its type; its id is the address without the fragment', async () => {
	const document = new WebPages({ allowPrivateNetworks: true }).document(`${origin.toUpperCase()}/page#part`);
	expect(document).toMatchObject({ id: `${origin}/page`, source: `${origin}/page` });
	const content = await document.load(never);
	expect(content).toMatchObject({ kind: 'bytes', mediaType: 'text/html; charset=utf-8' });
	expect(content).not.toHaveProperty('name');
	expect(textOf(content)).toBe('<p>Hello</p>');
});

test('takes the name from the address where the server does not say what it is, and unpacks what is packed', async () => {
	answers['/files/report.pdf'] = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('%PDF-'));
	const content = await load('/files/report.pdf');
	expect(content).toMatchObject({ name: 'report.pdf' });
	expect(textOf(content)).toBe('%PDF-');
});

describe('robots.txt', () => {
	const robots = (text: string, status = 200) => {
		answers['/robots.txt'] = (_request, response) => response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
	};

	test('is heeded, by our own name before all others, and asked for once', async () => {
		robots('User-agent: *\nDisallow: /\n\nUser-agent: Troupe\nAllow: /\nDisallow: /private/');
		answers['/private/page'] = answers['/page']!;
		const web = new WebPages({ allowPrivateNetworks: true });
		expect(textOf(await load('/page', web))).toBe('<p>Hello</p>');
		expect(await load('/private/page', web)).toMatchObject({
			kind: 'failed',
			failure: 'refused',
			message: expect.stringContaining('robots.txt'),
		});
		expect(asked).toEqual(['/robots.txt', '/page']);
	});

	test('may ask for time between pages, of which we take up to ten seconds', async () => {
		answers['/other'] = answers['/page']!;
		const paced = async (text: string) => {
			robots(text);
			const waits: number[] = [];
			const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
			const web = new WebPages({ allowPrivateNetworks: true, now: () => 1_000, wait });
			expect(await Promise.all(['/page', '/other', '/page'].map(async (path) => textOf(await load(path, web))))).toEqual(
				Array.from({ length: 3 }, () => '<p>Hello</p>'),
			);
			return waits;
		};
		expect(await paced('User-agent: *\nCrawl-delay: 2')).toEqual([2_000, 4_000]);
		expect(await paced('User-agent: *\nCrawl-delay: 3600')).toEqual([10_000, 20_000]);
		expect(await paced('User-agent: *\nCrawl-delay: -1')).toEqual([]);
		expect(await paced('User-agent: *\nCrawl-delay: soon')).toEqual([]);
	});

	test('takes nothing of a page’s time while the page waits for its turn', async () => {
		robots('User-agent: *\nCrawl-delay: 10');
		jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'performance', 'Date'] });
		try {
			const wait = async (_milliseconds: number, until: AbortSignal) => {
				await jest.advanceTimersByTimeAsync(120_000);
				expect(until).toBe(never);
			};
			const web = new WebPages({ allowPrivateNetworks: true, now: () => 1_000, wait });
			expect(textOf(await load('/page', web))).toBe('<p>Hello</p>');
			expect(textOf(await load('/page', web))).toBe('<p>Hello</p>');
		} finally {
			jest.useRealTimers();
		}
	});

	test('is heeded where a page leads on', async () => {
		robots('User-agent: *\nDisallow: /page');
		answers['/start'] = redirect('/page');
		expect(await load('/start')).toMatchObject({ failure: 'refused' });
		expect(asked).not.toContain('/page');
	});

	test('that is not there allows all; of a broken server nothing is read', async () => {
		expect(textOf(await load('/page'))).toBe('<p>Hello</p>');
		robots('', 503);
		expect(await load('/page')).toMatchObject({ failure: 'unreachable', message: expect.stringContaining('robots.txt') });
	});

	test('counts by its beginning, however long it is', async () => {
		robots(`User-agent: *\nDisallow: /page\n${'# filler\n'.repeat(200_000)}`);
		expect(await load('/page')).toMatchObject({ failure: 'refused' });
	});

	slowTest('that would take half a minute to compare with an address is not compared', async () => {
		robots(`User-agent: *\n${`Disallow: /${'*a'.repeat(30)}b\n`.repeat(6_500)}`);
		const [short, long] = ['/a', `/${'a'.repeat(7_000)}`];
		for (const path of [short, long]) answers[path] = answers['/page']!;
		expect(textOf(await load(short))).toBe('<p>Hello</p>');
		expect(await load(long)).toMatchObject({ failure: 'refused', message: expect.stringContaining('wildcards') });
		expect(asked).not.toContain(long);
	});
});

describe('redirects', () => {
	test('are followed five times, and no loop for longer', async () => {
		answers['/start'] = redirect('/next');
		answers['/next'] = redirect(`${origin}/page`);
		expect(textOf(await load('/start'))).toBe('<p>Hello</p>');
		answers['/loop'] = redirect('/loop');
		asked.length = 0;
		expect(await load('/loop')).toMatchObject({ failure: 'unreachable', message: expect.stringContaining('more than 5 times') });
		expect(asked.filter((path) => path === '/loop')).toHaveLength(6);
	});

	test('to an address of any length are not followed', async () => {
		const long = `/${'a'.repeat(9_000)}`;
		answers['/start'] = redirect(long);
		answers[long] = answers['/page']!;
		expect(await load('/start')).toMatchObject({ failure: 'refused' });
	});

	test.each(['file:///etc/passwd', 'ftp://example.org/x', 'http://'])('to %s are not followed', async (location) => {
		answers['/start'] = redirect(location);
		expect(await load('/start')).toMatchObject({ failure: 'refused' });
	});
});

describe('private addresses', () => {
	test('are refused unless they are allowed, and nobody is called', async () => {
		expect(await load('/page', new WebPages())).toMatchObject({
			failure: 'refused',
			fix: expect.stringContaining('TROUPE_ALLOW_PRIVATE_NETWORKS'),
		});
		expect(asked).toEqual([]);
	});

	test('are refused behind a name, and metadata services even where private ones are allowed', async () => {
		const renamed = new WebPages({ resolve: () => Promise.resolve(['10.0.0.1']) });
		expect(await renamed.document('http://intranet.example/').load(never)).toMatchObject({ failure: 'refused' });
		answers['/start'] = redirect('http://169.254.169.254/latest/meta-data/');
		expect(await load('/start')).toMatchObject({ failure: 'refused' });
	});
});

test.each([
	[401, 'refused'],
	[403, 'refused'],
	[404, 'unreachable'],
	[500, 'unreachable'],
])('a page that answers %d is %s', async (status, failure) => {
	answers['/page'] = (_request, response) => response.writeHead(status).end('No.');
	expect(await load('/page')).toMatchObject({ kind: 'failed', failure, message: expect.stringContaining(String(status)) });
});

test('a page that is too large is left, packed or not', async () => {
	const web = new WebPages({ allowPrivateNetworks: true, maxBytes: 1_000 });
	answers['/page'] = (_request, response) => response.end('x'.repeat(1_001));
	expect(await load('/page', web)).toMatchObject({ failure: 'too_large' });
	answers['/page'] = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)));
	expect(await load('/page', web)).toMatchObject({ failure: 'too_large' });
	answers['/page'] = (_request, response) => response.end('x'.repeat(1_000));
	expect(textOf(await load('/page', web))).toHaveLength(1_000);
});

test('a page that does not come is left after its time: in its robots.txt, its headers or its body', async () => {
	const web = () => new WebPages({ allowPrivateNetworks: true, timeoutMs: 60 });
	answers['/page'] = (_request, response) => response.write('It begins');
	expect(await load('/page', web())).toMatchObject({ failure: 'timeout' });
	answers['/page'] = () => undefined;
	expect(await load('/page', web())).toMatchObject({ failure: 'timeout' });
	answers['/robots.txt'] = () => undefined;
	expect(await load('/page', web())).toMatchObject({ failure: 'timeout' });
});

test('a server that breaks off, or is not there, is unreachable, and its words are not repeated', async () => {
	answers['/page'] = (_request, response) => {
		response.writeHead(200, { 'content-length': '100' }).write('half');
		response.socket!.destroySoon();
	};
	expect(await load('/page')).toMatchObject({ failure: 'unreachable' });
	expect(await load('http://127.0.0.1:9/')).toMatchObject({ failure: 'unreachable', message: expect.not.stringContaining('127.0.0.1') });
});

test('stopping ends the connection', async () => {
	const stop = new AbortController();
	answers['/page'] = () => stop.abort();
	await expect(load('/page', undefined, stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test.each(['ftp://example.org/', 'handbook', '', 'https://user:secret@example.org/'])('refuses %j as an address', (address) => {
	expect(() => new WebPages().document(address)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
