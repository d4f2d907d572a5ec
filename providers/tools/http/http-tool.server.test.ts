import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpTool } from '../../../core/ports/tools/tool-shapes';
import { guardedFetch } from '../../http/guarded-fetch';
import { createHttpTool } from './http-tool';
import { processorSeconds } from '../../../test/support/processor-time';

interface Seen {
	method?: string;
	url?: string;
	headers: IncomingMessage['headers'];
	body: string;
}
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let seen: Seen[] = [];
const server = createServer((request, response) => {
	const { method, url, headers } = request;
	const call: Seen = { method, url, headers, body: '' };
	seen.push(call);
	request.on('data', (chunk: Buffer) => (call.body += chunk.toString())).on('end', () => answer(response, request));
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
	seen = [];
	answer = (response) => response.end('ok');
});

async function call(
	definition: Partial<HttpTool> = {},
	input: Record<string, unknown> = {},
	headers: Record<string, string> = {},
	send = guardedFetch({ allowPrivateNetworks: true }),
	signal = new AbortController().signal,
) {
	const whole: HttpTool = {
		kind: 'http',
		name: 'act',
		description: 'Acts.',
		parameters: { type: 'object' },
		method: 'GET',
		...definition,
		url: definition.url ?? `${origin}/items`,
	};
	const tool = createHttpTool(whole, { parameters: whole.parameters, headers, send });
	return tool.call(input, { signal, idempotencyKey: 'key-1', resultCharacters: 16_000 });
}
const replies = (status: number, type: string, body: string | Buffer) => {
	answer = (response) => response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
};

test('arguments are put into the URL, and what is left of them in the query', async () => {
	await call({ url: `${origin}/items/{id}` }, { id: 'a/b', tags: ['x', 'y'], page: 2, filter: { a: 1 }, none: null });
	expect(seen[0]).toMatchObject({ method: 'GET', url: '/items/a%2Fb?tags=x&tags=y&page=2&filter=%7B%22a%22%3A1%7D', body: '' });
	expect(seen[0]!.headers).not.toHaveProperty('idempotency-key');
});

test('or in the body, with a key by which a server knows a call again', async () => {
	await call({ method: 'POST', url: `${origin}/items/{id}` }, { id: 5, name: 'é', list: [1] }, { authorization: 'Bearer s' });
	expect(seen[0]).toMatchObject({
		method: 'POST',
		url: '/items/5',
		body: '{"name":"é","list":[1]}',
		headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1', authorization: 'Bearer s' },
	});
});

test('an argument that leads elsewhere is not sent', async () => {
	expect(await call({ url: `${origin}/items/{id}` }, { id: '../admin' })).toMatchObject({
		kind: 'error',
		text: expect.stringContaining('not called'),
	});
	expect(await call({}, { q: 'x'.repeat(10_000) })).toMatchObject({ kind: 'error', text: expect.stringContaining('8000') });
	expect(seen).toEqual([]);
});

test('the effect is that of the method, unless the definition says otherwise', () => {
	const effect = (more: Partial<HttpTool>) =>
		createHttpTool(
			{ kind: 'http', name: 'a', description: 'A', parameters: {}, method: 'GET', url: origin, ...more },
			{ parameters: {}, headers: {}, send: fetch },
		).effect;
	expect([effect({}), effect({ method: 'PUT' }), effect({ method: 'DELETE' }), effect({ method: 'POST', effect: 'reads' })]).toEqual([
		...['reads', 'reversible', 'irreversible', 'reads'],
	]);
});

describe('an answer', () => {
	test.each<[string, number, string, string | Buffer, object]>([
		[
			'in JSON loses its blanks and keeps its numbers',
			200,
			'application/json',
			'{\n  "id": 12345678901234567890,\n  "a b": "c  d\\" e"\n}',
			{ kind: 'ok', text: '{"id":12345678901234567890,"a b":"c  d\\" e"}' },
		],
		['that is not JSON stays as it is', 200, 'application/json', '{ "a": ', { kind: 'ok', text: '{ "a":' }],
		['without a word says so', 204, 'text/plain', '', { kind: 'ok', text: expect.stringContaining('204') }],
		[
			'in another charset is read by it',
			200,
			'text/plain; charset=iso-8859-1',
			Buffer.from('ação', 'latin1'),
			{ kind: 'ok', text: 'ação' },
		],
		[
			'of a page is read as the page declares',
			200,
			'text/html',
			Buffer.from('<meta charset="windows-1252"><p>ação</p>', 'latin1'),
			{ kind: 'ok', text: 'ação' },
		],
		[
			'of a page keeps what its formatting means',
			200,
			'text/html',
			'<p>De <s>150</s> 120, <del>9</del>10<sup>2</sup> m, H<sub>2</sub>O, nota<sup>[1]</sup>, <span>fim</span>.',
			{ kind: 'ok', text: 'De 120, 10^2 m, H_2O, nota[1], fim.' },
		],
		['of an unknown charset is read as UTF-8', 200, 'text/plain; charset=klingon', 'ação', { kind: 'ok', text: 'ação' }],
		[
			'that is a web page loses its markup',
			200,
			'text/html',
			'<title>Orders</title><script>alert("<p>")</script><!-- > --><p>One &amp; <b>two</b></p><style>p{}</style><div>R&#36; 3</div>',
			{ kind: 'ok', text: 'Orders\nOne & two\nR$ 3' },
		],
		[
			'that is a file is named',
			200,
			'application/pdf',
			'%PDF',
			{ kind: 'ok', text: '[A file of type application/pdf, 4 bytes: not text]' },
		],
		[
			'that refuses is an error with what was said',
			422,
			'application/json',
			'{ "error": "no such order" }',
			{ kind: 'error', text: 'The server returned 422', said: '{"error":"no such order"}' },
		],
		['that failed is one too', 503, 'text/html', '', { kind: 'error', text: 'The server returned 503', said: '' }],
		[
			'that leads elsewhere is not followed for a call with an effect',
			302,
			'text/plain',
			'',
			{ kind: 'error', text: 'The server returned 302, a redirect that is not followed' },
		],
	])('%s', async (_, status, type, body, expected) => {
		replies(status, type, body);
		expect(await call({ method: 'POST' })).toMatchObject(expected);
	});

	test('without end is read as far as it is of use', async () => {
		let sent = 0;
		const chunk = Buffer.alloc(64 * 1024, 'x');
		answer = (response) => {
			const more = () => {
				for (let room = true; room && !response.destroyed && sent < 100_000_000; sent += chunk.length) room = response.write(chunk);
			};
			response.writeHead(200, { 'content-type': 'text/plain' }).on('drain', more);
			more();
		};
		const result = await call();
		expect(result).toMatchObject({ kind: 'ok', cut: true });
		expect(result.text.length).toBeLessThanOrEqual(1_000_000);
		expect(sent).toBeLessThan(10_000_000);
	});

	test.each(['<'.repeat(200_000), '<script>'.repeat(30_000), '<!--'.repeat(50_000), '&#'.repeat(100_000)])(
		'that is hostile is read in linear time: %.10s',
		async (page) => {
			replies(200, 'text/html', page);
			const read = async () => expect(await call()).toMatchObject({ kind: 'ok' });
			expect(await processorSeconds(read)).toBeLessThan(5);
		},
	);
});

test('what cannot be reached is an error without addresses; what is refused is thrown', async () => {
	expect(await call({ url: 'http://127.0.0.1:1/x?token=secret' })).toEqual({
		kind: 'error',
		text: 'The server is unreachable or ended the connection (ECONNREFUSED).',
	});
	answer = (_response, request) => request.socket.destroy();
	expect(await call()).toMatchObject({ kind: 'error', text: expect.not.stringContaining('127.0.0.1') });
	await expect(call({}, {}, {}, guardedFetch())).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
});

test('a cancelled run ends the request', async () => {
	const run = new AbortController();
	const { promise: closed, resolve } = Promise.withResolvers<void>();
	answer = (response) => {
		response.on('close', resolve);
		run.abort(new Error('enough'));
	};
	await expect(call({}, {}, {}, undefined, run.signal)).rejects.toThrow('enough');
	await closed;
});
