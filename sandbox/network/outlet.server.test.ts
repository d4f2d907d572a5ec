import { Readable } from 'node:stream';
import { defaultLimits } from '../levels/limits';
import type { Level } from '../levels/level';
import { SandboxWorker } from '../workers/sandbox-worker';
import { defaultOutletLimits, type OutletRule, type OutsideAnswer, type OutsideRequest } from './outlet';
import { OutletServer, type OutletParts } from './outlet-server';
import { slowTest } from '../../test/support/slow-tests';

async function run(source: string, parts: Partial<OutletParts>, level: Level = 'L0') {
	const worker = await SandboxWorker.start({
		level,
		limits: { ...defaultLimits, timeMs: 60_000 },
		permissions: true,
		readable: [],
		stateFolder: '/nonexistent',
		outlet: true,
	});
	const outlet = new OutletServer({ limits: defaultOutletLimits, ...parts });
	const { stdout, stderr, ...result } = await worker.run({ name: 'script.mjs', source, outlet });
	return { ...result, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** Answers with what was asked. */
function echo() {
	const asked: OutsideRequest[] = [];
	const refused: Array<[request: string, rule: OutletRule]> = [];
	const ask = async (request: OutsideRequest): Promise<OutsideAnswer> => {
		asked.push(request);
		const body = Buffer.from(`${request.method} ${request.url.href} ${request.body.toString()}`);
		return { status: 200, headers: [['content-type', 'text/plain']], length: body.length, body: Readable.from([body]) };
	};
	const noteRefused = ({ method, url }: OutsideRequest, rule: OutletRule) => void refused.push([`${method} ${url.href}`, rule]);
	return { asked, refused, requests: { ask, noteRefused } };
}

slowTest.each(['L0', 'L0+', 'L1'] as const)('carries fetch, http and https at %s', async (level) => {
	const { asked, requests } = echo();
	const { stdout, stderr } = await run(
		`
		import http, { request } from 'node:http';
		import https from 'node:https';
		const answer = await fetch('https://api.example.com/v1?x=1', { method: 'POST', body: 'hello' });
		console.log(answer.status, await answer.text());
		const get = (module, url) => new Promise((resolve, reject) => module.get(url, (response) => {
			let text = ''; response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
		}).on('error', reject));
		console.log(await get(http, 'http://plain.example.com:8080/a'));
		console.log(await get(https, 'https://api.example.com/b'));
		console.log((await Promise.all(Array.from({ length: 20 }, async (_, i) => (await fetch('http://many.example.com/' + i)).text()))).length);
		`,
		{ requests },
		level,
	);
	expect(stderr).toBe('');
	expect(stdout.split('\n')).toEqual([
		'200 POST https://api.example.com/v1?x=1 hello',
		'GET http://plain.example.com:8080/a ',
		'GET https://api.example.com/b ',
		'20',
		'',
	]);
	expect(asked).toHaveLength(23);
});

it('answers calls of the code by name, with the error of one that failed', async () => {
	const calls = { double: async (input: unknown) => Number(input) * 2, fail: async () => Promise.reject(new Error('no such agent')) };
	const { stdout } = await run(
		`
		const call = process[Symbol.for('troupe.call')];
		console.log(await call('double', 21));
		for (const name of ['fail', 'unknown', 'constructor']) await call(name).catch((error) => console.log(error.message));
		`,
		{ calls },
	);
	expect(stdout).toBe('42\nno such agent\nThe host has no call "unknown".\nThe host has no call "constructor".\n');
});

describe('a connection to one host', () => {
	const host = 'api.example.com';
	const uncarried = /^ERR_SANDBOX_PROTOCOL The sandbox carries HTTP\/1\.1 requests only/;
	const [get, hostLine] = ['GET / HTTP/1.1', `Host: ${host}`];

	slowTest.each([
		['its own address in full', [`GET http://${host}/a HTTP/1.1`, hostLine], ['http://api.example.com/a'], /^HTTP\/1.1 200/, ''],
		[
			'a path that looks like a host',
			['GET //evil.example/a HTTP/1.1', hostLine],
			['http://api.example.com//evil.example/a'],
			/^HTTP\/1.1 200/,
			'',
		],
		['another host in the header', [get, 'Host: evil.example'], [], /^HTTP\/1.1 421/, 'GET / address'],
		['another port in the header', [get, `${hostLine}:8080`], [], /^HTTP\/1.1 421/, 'GET / address'],
		['no host', [get], [], /^HTTP\/1.1 400/, ''],
		['two hosts', [get, hostLine, 'Host: evil.example'], [], /^HTTP\/1.1 400/, 'GET / address'],
		['the address of another host', ['GET http://evil.example/ HTTP/1.1', hostLine], [], /^HTTP\/1.1 400/, 'GET / address'],
		['a user name that looks like a host', [`GET http://${host}@evil.example/ HTTP/1.1`, hostLine], [], /^HTTP\/1.1 400/, 'GET / address'],
		['a tunnel', ['CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example'], [], uncarried, 'CONNECT /evil.example:443 tunnel'],
		['WebSocket', [get, hostLine, 'Connection: upgrade', 'Upgrade: WebSocket'], [], uncarried, 'GET / websocket'],
		['an upgrade to HTTP/2', ['GET /a HTTP/1.1', hostLine, 'Connection: upgrade', 'Upgrade: h2c'], [], uncarried, 'GET /a upgrade'],
		['HTTP/2', ['PRI * HTTP/2.0', '', 'SM'], [], uncarried, 'CONNECT / http/2'],
		['two lengths', ['POST / HTTP/1.1', hostLine, 'Content-Length: 5', 'Transfer-Encoding: chunked'], [], /./, 'CONNECT / not http/1.1'],
		['no HTTP', ['SSH-2.0-OpenSSH_9.2'], [], uncarried, 'CONNECT / not http/1.1'],
	])('with %s', async (_case, lines, addresses, answer, listed) => {
		const { asked, refused, requests } = echo();
		const bytes = JSON.stringify(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
		const source = `
			import { connect } from 'node:net';
			const socket = connect(80, '${host}');
			socket.on('error', (error) => console.log(error.code, error.message)).on('close', () => process.exit());
			socket.on('data', (chunk) => process.stdout.write(chunk)).write(${bytes});
		`;
		const { stdout } = await run(source, { requests });
		expect(stdout).toMatch(answer);
		expect(asked.map(({ url }) => url.href)).toEqual(addresses);
		expect(refused.map(([request, rule]) => `${request.replace(`http://${host}`, '')} ${rule}`)).toEqual([listed].filter(Boolean));
	});

	slowTest.each(['user@evil.example:80', 'evil.example:99999', 'a b:80', 'evil.example/x:80', ''])(
		'is not opened to "%s"',
		async (authority) => {
			const { asked, requests } = echo();
			const source = `
			import http2 from 'node:http2';
			import net from 'node:net';
			const session = http2.connect('http://host', { createConnection: () => new net.Socket({ fd: 4, readable: true, writable: true }) });
			const stream = session.request({ ':method': 'CONNECT', ':authority': ${JSON.stringify(authority)}, 'troupe-scheme': 'http' });
			stream.on('error', () => undefined).on('response', (headers) => console.log(headers[':status'])).on('close', () => process.exit());
		`;
			const { stdout } = await run(source, { requests });
			expect(stdout).toMatch(/^(403\n)?$/);
			expect(asked).toEqual([]);
		},
	);

	it('gives addresses the form that they mean', async () => {
		const { asked, requests } = echo();
		await run(`for (const host of ['0x7f.1', '2130706433', 'API.Example.COM']) await fetch('http://' + host + '/');`, { requests });
		expect(asked.map(({ url }) => url.host)).toEqual(['127.0.0.1', '127.0.0.1', 'api.example.com']);
	});
});

slowTest('gives code all that came before the end of a connection, however slowly it reads', async () => {
	const body = Buffer.alloc(1_000_000, 'x');
	const ask = async (): Promise<OutsideAnswer> => ({ status: 200, headers: [], body: Readable.from([body]) });
	const source = `
		import { get } from 'node:http';
		const response = await new Promise((resolve) => get('http://a.example/', { agent: false }, resolve));
		let bytes = 0;
		for await (const part of response) {
			bytes += part.length;
			for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate);
		}
		console.log(bytes);
	`;
	const { stdout } = await run(source, { requests: { ask, noteRefused: () => undefined } });
	expect(stdout).toBe('1000000\n');
});

slowTest('lets a connection above the limit wait for the end of another one', async () => {
	const { asked, requests } = echo();
	const source = `
		import { once } from 'node:events';
		import { connect } from 'node:net';
		const sockets = Array.from({ length: ${defaultOutletLimits.concurrent + 1} }, () => connect(80, 'a.example'));
		await Promise.all(sockets.map((socket) => once(socket, 'connect')));
		const last = sockets.pop();
		last.end('GET / HTTP/1.1\\r\\nHost: a.example\\r\\nConnection: close\\r\\n\\r\\n');
		sockets[0].end('GET /first HTTP/1.1\\r\\nHost: a.example\\r\\nConnection: close\\r\\n\\r\\n').resume();
		last.setEncoding('latin1').on('data', (text) => console.log(text.slice(0, 15))).on('end', () => process.exit());
	`;
	const { stdout, stderr } = await run(source, { requests });
	expect([stdout, stderr]).toEqual(['HTTP/1.1 200 OK\n', '']);
	expect(asked.map(({ url }) => url.pathname)).toEqual(['/first', '/']);
});

slowTest('bounds how often code asks, and how much', async () => {
	const { asked, requests } = echo();
	const limits = { ...defaultOutletLimits, requests: 3, requestBytes: 1000 };
	const { stdout } = await run(
		`for (const size of [1000, 1001, 1, 1]) console.log((await fetch('http://a.example/', { method: 'POST', body: 'x'.repeat(size) })).status);`,
		{ requests, limits },
	);
	expect(stdout).toBe('200\n413\n200\n429\n');
	expect(asked).toHaveLength(2);
});

slowTest('has no connection without a way out', async () => {
	const worker = await SandboxWorker.start({
		level: 'L0',
		limits: defaultLimits,
		permissions: true,
		readable: [],
		stateFolder: '/nonexistent',
		outlet: true,
	});
	const { stdout } = await worker.run({
		name: 'script.mjs',
		source: `await fetch('http://a.example/').catch(() => console.log('refused'));`,
	});
	expect(stdout.toString()).toBe('refused\n');
});
