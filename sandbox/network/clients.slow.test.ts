import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { findPackageFolder } from '../../core/base/package-folder';
import { parseRequestPattern } from '../../core/ports/capabilities/request-pattern';
import { describeSlow } from '../../test/support/slow-tests';
import { defaultLimits } from '../levels/limits';
import { openNetwork } from '../run/run-network';
import { SandboxWorker } from '../workers/sandbox-worker';

const modules = join(findPackageFolder(), 'node_modules');
const packers: Record<string, (text: string) => Buffer> = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
let server: Server;
let port: number;

beforeAll(async () => {
	server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const [, route, value = ''] = request.url!.split('/');
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks);
	if (route === 'packed') return void response.writeHead(200, { 'content-encoding': value }).end(packers[value]!(`unpacked ${value}`));
	if (route === 'redirect') return void response.writeHead(Number(value), { location: '/echo' }).end();
	if (route === 'elsewhere') return void response.writeHead(302, { location: `http://localhost:${port}/echo` }).end();
	if (route === 'status') return void response.writeHead(Number(value), { etag: '"1"' }).end();
	if (route === 'head') return void response.writeHead(200, { 'content-length': 1234 }).end();
	if (route === 'cookies') return void response.writeHead(200, [['set-cookie', 'a=1'], ['set-cookie', 'b=2']].flat()).end(); // oxfmt-ignore
	if (route === 'range') return void response.writeHead(206, { 'content-range': 'bytes 0-3/10' }).end(request.headers.range);
	const { 'content-type': type = '', 'x-own': own = '' } = request.headers;
	const text = body.length > 200 ? createHash('sha256').update(body).digest('hex').slice(0, 12) : body.toString();
	response.end([request.method, type.split(';')[0], own, body.length, text].join('|'));
}

/** Runs code with `url` of the server, `get(path)` and `post(body, options)` of node:http. */
async function run(code: string) {
	const source = `
		import http from 'node:http';
		import { createRequire } from 'node:module';
		const require = createRequire(${JSON.stringify(join(dirname(modules), 'index.js'))});
		const url = 'http://127.0.0.1:${port}';
		const send = (path, options = {}, write = (request) => request.end()) => new Promise((resolve, reject) => {
			const request = http.request(url + path, options, async (response) => {
				const chunks = [];
				for await (const chunk of response) chunks.push(chunk);
				resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString(), reused: request.reusedSocket });
			});
			write(request.on('error', reject));
		});
		${code}
	`;
	const worker = await SandboxWorker.start({
		level: 'L0',
		limits: { ...defaultLimits, timeMs: 60_000 },
		permissions: true,
		readable: [modules],
		stateFolder: '/nonexistent',
		outlet: true,
	});
	const rules = [{ action: 'forward' as const, pattern: parseRequestPattern(`* 127.0.0.1:${port}`) }];
	const { outlet, traffic, end, close } = openNetwork({ rules, secrets: [], allowPrivateNetworks: true });
	const { stdout, stderr } = await worker.run({ name: 'script.mjs', source, outlet });
	await end();
	await close();
	return { lines: stdout.toString().trim().split('\n'), stderr: stderr.toString(), reports: traffic.reports };
}

const big = `'0123456789'.repeat(500_000)`;
const bigHash = createHash('sha256').update('0123456789'.repeat(500_000)).digest('hex').slice(0, 12);
const log = (value: string) => `console.log(${value});`;
const imported = (name: string, path: string) => `const { default: ${name} } = await import(${JSON.stringify(join(modules, path))});`;
const axios = `const axios = require('axios');`;
const got = `const got = require('got');`;
const nodeFetch = imported('nodeFetch', 'node-fetch/src/index.js');
const hundred = (one: string) => log(`new Set(await Promise.all(Array.from({ length: 100 }, async (_, n) => ${one}))).size`);

describeSlow('a client in the sandbox', () => {
	it.each([
		// fetch
		[
			'a Request',
			log(`await (await fetch(new Request(url + '/echo', { method: 'PUT', headers: { 'x-own': '1' }, body: 'a' }))).text()`),
			['PUT|text/plain|1|1|a'],
		],
		[
			'a Blob',
			log(`await (await fetch(url + '/echo', { method: 'POST', body: new Blob(['bytes'], { type: 'image/png' }) })).text()`),
			['POST|image/png||5|bytes'],
		],
		[
			'a form with a file',
			`const form = new FormData(); form.set('file', new Blob([${big}]), 'a.txt'); form.set('name', 'é');
			const [method, type, , length] = (await (await fetch(url + '/echo', { method: 'POST', body: form })).text()).split('|'); console.log(method, type, length > 5_000_000);`,
			['POST multipart/form-data true'],
		],
		[
			'parameters',
			log(`await (await fetch(url + '/echo', { method: 'POST', body: new URLSearchParams({ a: 'é' }) })).text()`),
			['POST|application/x-www-form-urlencoded||8|a=%C3%A9'],
		],
		[
			'a stream as body',
			`const body = new ReadableStream({ start(c) { for (const text of ['one', 'two']) c.enqueue(new TextEncoder().encode(text)); c.close(); } });
			console.log(await (await fetch(url + '/echo', { method: 'POST', body, duplex: 'half' })).text());`,
			['POST|||6|onetwo'],
		],
		['cookies', log(`(await fetch(url + '/cookies')).headers.getSetCookie().join()`), ['a=1,b=2']],
		[
			'a range',
			`const r = await fetch(url + '/range', { headers: { range: 'bytes=0-3' } }); console.log(r.status, r.headers.get('content-range'), await r.text());`,
			['206 bytes 0-3/10 bytes=0-3'],
		],
		[
			'a timeout of its own',
			`await fetch(url + '/echo', { signal: AbortSignal.abort(new Error('mine')) }).catch((error) => console.log(error.message));`,
			['mine'],
		],
		// answers without a body
		[
			'HEAD',
			`const r = await send('/head', { method: 'HEAD' }); console.log(r.status, r.headers['content-length'], (await fetch(url + '/head', { method: 'HEAD' })).headers.get('content-length'));`,
			['200 1234 1234'],
		],
		...[204, 205, 304].map((status): [string, string, string[]] => [
			`${status}`,
			`const r = await send('/status/${status}'); console.log(r.status, r.headers.etag, r.text, (await fetch(url + '/status/${status}')).status, (await send('/echo')).status);`,
			[`${status} "1"  ${status} 200`],
		]),
		// packed answers
		...Object.keys(packers).map((name): [string, string, string[]] => [
			`${name}`,
			`${axios}${got}${nodeFetch}
			console.log((await send('/packed/${name}')).text); console.log(await (await fetch(url + '/packed/${name}')).text());
			console.log((await axios.get(url + '/packed/${name}')).data); console.log((await got(url + '/packed/${name}')).body); console.log(await (await nodeFetch(url + '/packed/${name}')).text());`,
			Array.from({ length: 5 }, () => `unpacked ${name}`),
		]),
		// node:http
		[
			'a chunked upload',
			log(
				`(await send('/echo', { method: 'POST' }, (request) => { request.write('one'); request.write(${big}); request.end('two'); })).text.split('|')[3]`,
			),
			['5000006'],
		],
		[
			'Expect',
			log(
				`(await send('/echo', { method: 'POST', headers: { expect: '100-continue' } }, (request) => request.on('continue', () => request.end('continued')).flushHeaders())).text`,
			),
			['POST|||9|continued'],
		],
		[
			'an agent that reuses its connection',
			`const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
			for (let n = 0; n < 3; n++) console.log((await send('/echo', { agent })).reused); agent.destroy();`,
			['false', 'true', 'true'],
		],
		[
			'an agent without connections to reuse',
			`const agent = new http.Agent({ keepAlive: false }); for (let n = 0; n < 50; n++) await send('/echo', { agent }); console.log((await send('/echo', { agent })).status);`,
			['200'],
		],
		['100 requests at once', hundred(`(await send('/echo', { headers: { 'x-own': n } })).text`), ['100']],
		['100 of fetch at once', hundred(`(await fetch(url + '/echo', { headers: { 'x-own': n } })).text()`), ['100']],
		// redirects
		['a redirect', `const r = await fetch(url + '/redirect/302'); console.log(r.redirected, await r.text());`, ['true GET|||0|']],
		[
			'a redirect that keeps the method',
			`${axios}${got}
			console.log(await (await fetch(url + '/redirect/307', { method: 'POST', body: 'a' })).text());
			console.log((await axios.post(url + '/redirect/308', 'a', { headers: { 'content-type': 'text/plain' } })).data);
			console.log((await got.post(url + '/redirect/307', { body: 'a' })).body);`,
			['POST|text/plain||1|a', 'POST|text/plain||1|a', 'POST|||1|a'],
		],
		['a redirect of axios', `${axios} console.log((await axios.get(url + '/redirect/301')).data);`, ['GET|||0|']],
		// libraries
		['axios with JSON', `${axios} console.log((await axios.post(url + '/echo', { a: 1 })).data);`, ['POST|application/json||7|{"a":1}']],
		[
			'axios with a form',
			`${axios} const Form = require('form-data'); const form = new Form(); form.append('file', Buffer.from(${big}), 'a.txt');
			const [, type, , length] = (await axios.post(url + '/echo', form)).data.split('|'); console.log(type, length > 5_000_000);`,
			['multipart/form-data true'],
		],
		[
			'axios with agents',
			`${axios} const agent = new http.Agent({ keepAlive: true }); console.log((await axios.get(url + '/echo', { httpAgent: agent })).status); agent.destroy();`,
			['200'],
		],
		[
			'axios that streams',
			`${axios} const { data } = await axios.get(url + '/echo', { responseType: 'stream' }); let text = ''; for await (const part of data) text += part; console.log(text);`,
			['GET|||0|'],
		],
		['100 of axios at once', `${axios}${hundred(`(await axios.get(url + '/echo', { headers: { 'x-own': n } })).data`)}`, ['100']],
		[
			'got with JSON',
			`${got} console.log((await got.post(url + '/echo', { json: { a: 1 } })).body);`,
			['POST|application/json||7|{"a":1}'],
		],
		[
			'got that streams',
			`${got} const stream = got.stream.post(url + '/echo'); stream.end(${big}); let text = ''; for await (const part of stream) text += part; console.log(text);`,
			[`POST|||5000000|${bigHash}`],
		],
		[
			'node-fetch',
			`${nodeFetch} console.log(await (await nodeFetch(url + '/echo', { method: 'POST', body: ${big} })).text());`,
			[`POST|text/plain||5000000|${bigHash}`],
		],
	])('with %s is answered', async (_case, code, expected) => {
		const { lines, stderr, reports } = await run(code);
		expect(stderr).toBe('');
		expect(lines).toEqual(expected);
		expect(reports.filter(({ action }) => action !== 'forward')).toEqual([]);
	});

	it.each([
		[
			'a redirect to another host',
			`console.log((await fetch(url + '/elsewhere')).status);`,
			/^403$/,
			[`GET localhost:PORT/echo (no rule)`],
		],
		[
			'a proxy for http',
			`${axios} process.env.http_proxy = url; await axios.get('http://api.example.com/a').catch((error) => console.log(JSON.stringify(error.response.data)));`,
			/names an address that is not a path at 127/,
			['GET 127.0.0.1:PORT/ (address)'],
		],
		[
			'a proxy for https',
			`const https = await import('node:https'); const agent = new https.Agent({ proxyEnv: { https_proxy: url } });
			https.get('https://api.example.com/a', { agent }).on('error', (error) => console.log(error.message));`,
			/HTTP\/1\.1 requests only/,
			['CONNECT 127.0.0.1:PORT/api.example.com:443 (tunnel)'],
		],
		[
			'WebSocket',
			`new WebSocket('wss://a.example.com/chat?key=1').onerror = ({ message, error }) => console.log(error.code, message === error.message, message);`,
			/^ERR_SANDBOX_PROTOCOL true The sandbox carries HTTP\/1\.1 requests only/,
			['GET a.example.com/chat?key (websocket)'],
		],
		[
			'WebSocket of a library',
			`const { WebSocket } = require('ws'); new WebSocket(url.replace('http', 'ws') + '/chat').on('error', ({ message }) => console.log(message));`,
			/^The sandbox carries HTTP\/1\.1 requests only/,
			['GET 127.0.0.1:PORT/chat (websocket)'],
		],
		[
			'HTTP/2',
			`const { connect } = await import('node:http2');
			for (const place of ['https://a.example.com', url]) await new Promise((done) => {
				const session = connect(place).on('error', ({ message }) => console.log(message)).on('close', done);
				session.request({ ':path': '/a' }).on('error', ({ code }) => console.log(code));
			});`,
			/The sandbox carries HTTP\/1\.1 requests only/,
			['CONNECT a.example.com/ (http/2)', 'CONNECT 127.0.0.1:PORT/ (http/2)'],
		],
		[
			'a database',
			`const net = await import('node:net'); net.connect(5432, 'db.example.com').on('error', ({ message }) => console.log(message)).write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));`,
			/^The sandbox carries HTTP\/1\.1 requests only/,
			['CONNECT db.example.com:5432/ (not http/1.1)'],
		],
		[
			'too large a body',
			`console.log((await fetch(url + '/echo', { method: 'POST', body: 'x'.repeat(8 * 1024 * 1024 + 1) })).status);`,
			/^413$/,
			['POST 127.0.0.1:PORT/echo (size)'],
		],
	])('with %s is refused, and the report says why', async (_case, code, shown, refused) => {
		const { lines, reports } = await run(code);
		expect(lines.join('\n')).toMatch(shown);
		const listed = reports
			.filter(({ action }) => action === 'refuse')
			.map(({ method, host, path, rule }) => `${method} ${host}${path} (${rule})`);
		expect(listed.map((line) => line.replace(String(port), 'PORT'))).toEqual(refused);
	});
});
