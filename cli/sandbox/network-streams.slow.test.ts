import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { describeSlow } from '../../test/support/slow-tests';
import { within } from '../../test/support/wait-until';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

const secret = 'a-value-that-nobody-sees';
let home: string;
let server: Server;
let host: string;
let routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {};

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-streams-'));
	server = createServer((request, response) => routes[request.url!]!(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (routes = {}));
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(home, { recursive: true, force: true });
});

const at = (name: string) => join(home, name);

async function run(source: string, ...options: string[]) {
	writeFileSync(at('script.mjs'), source);
	const terminal = testTerminal({ TROUPE_HOME: home, OUTSIDE: secret });
	await runTroupe(['sandbox', 'run', 'script', at('script.mjs'), '--timeout', '1m', ...options, '--json'], terminal);
	const document = JSON.parse(terminal.printed.join('\n') || '{}') as { stdout: string; stderr: string; report: SandboxReport };
	return { ...document, noted: terminal.noted.join('\n'), lines: document.stdout.trim().split('\n') };
}

const open = () => ['--allow', `* ${host}`, '--allow-private-networks'];

/** Reads events, and tells the server of each one, before the next one comes. */
const reader = () => `
	const response = await fetch('http://${host}/events', { headers: { authorization: 'Bearer \${KEY}' } });
	console.log(response.headers.get('content-type'));
	for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
		console.log(JSON.stringify(bytes));
		if (bytes.endsWith('\\n\\n')) console.log(await (await fetch('http://${host}/seen', { method: 'POST', body: bytes })).text());
	}
`;

describeSlow('an answer', () => {
	it('comes part by part, in the order of its events, and is recorded whole', async () => {
		let events: ServerResponse | undefined;
		let seen = 0;
		routes['/events'] = (request, response) => {
			events = response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.flushHeaders();
			// Each part ends inside of the secret, or after an event that the client has to answer.
			response.write(`data: ${request.headers.authorization!.slice(0, 20)}`);
			response.write(`${request.headers.authorization!.slice(20)}\n\n`);
		};
		routes['/seen'] = (_request, response) => {
			seen += 1;
			response.end(`seen ${seen}`);
			if (seen < 3) events!.write(`data: ${seen}\n\n`);
			else events!.end('data: end');
		};
		const recordings = at('events.json');
		const { lines, stderr, report } = await run(reader(), ...open(), '--secret', `KEY=OUTSIDE@${host}`, '--record', recordings);
		expect(stderr).toBe('');
		expect(lines.filter((line) => /^seen/.test(line))).toEqual(['seen 1', 'seen 2', 'seen 3']);
		const whole = 'data: Bearer ${KEY}\n\ndata: 1\n\ndata: 2\n\ndata: end';
		const readTexts = (of: string[]) => of.filter((line) => line.startsWith('"')).map((line) => JSON.parse(line) as string);
		expect(readTexts(lines).join('')).toBe(whole);
		expect(report.requests.map(({ path, status, responseBytes }) => [path, status, responseBytes])).toEqual([
			['/events', 200, whole.length],
			...[1, 2, 3].map(() => ['/seen', 200, 6]),
		]);
		expect(readFileSync(recordings, 'utf8')).not.toContain(secret);

		const replayed = await run(reader().replace(`if (bytes`, 'if (false && bytes'), '--replay', recordings);
		expect(readTexts(replayed.lines)).toEqual([whole]);
		expect(replayed.report.requests).toMatchObject([{ action: 'mock', status: 200, responseBytes: whole.length }]);
		expect(replayed.report.requests[0]!.sha256).toBe(report.requests[0]!.sha256);
	});

	it('ends at the service when the code closes it, or ends', async () => {
		for (const end of ['await reader.cancel()', 'process.exit()']) {
			const closed = new Promise<void>((resolve) => {
				routes['/events'] = (_request, response) => void response.on('close', resolve).write('data: 1\n\n');
				routes['/next'] = (_request, response) => void closed.then(() => response.end('closed'));
			});
			const source = `
				const reader = (await fetch('http://${host}/events')).body.getReader();
				console.log(new TextDecoder().decode((await reader.read()).value).trim());
				${end};
				console.log(await (await fetch('http://${host}/next')).text());
			`;
			const { lines, report } = await run(source, ...open(), '--record', at('closed.json'));
			await within('the end of the request', closed);
			expect(lines).toEqual(end.startsWith('await') ? ['data: 1', 'closed'] : ['data: 1']);
			expect(report.requests[0]).toMatchObject({ path: '/events', status: 200, responseBytes: 9 });
			expect(readFileSync(at('closed.json'), 'utf8')).toContain('data: 1');
		}
	});

	it('is read no faster than the code reads it, and does not stop others', async () => {
		const total = 24 * 1024 * 1024;
		let written = 0;
		routes['/large'] = (_request, response) => {
			const part = Buffer.alloc(64 * 1024, 'x');
			const write = () => {
				while (written < total && !response.destroyed) {
					written += part.length;
					if (!response.write(part)) return void response.once('drain', write);
				}
				response.end();
			};
			write();
		};
		routes['/written'] = (_request, response) => void response.end(String(written));
		const source = `
			const written = async () => Number(await (await fetch('http://${host}/written')).text());
			const large = await fetch('http://${host}/large');
			// It stands still when nothing is read: connections have their buffers.
			for (let before = -1, now = 0; now > before; ) {
				before = now;
				for (let turns = 0; turns < 50; turns++) now = await written();
			}
			console.log(await written() < ${total});
			let bytes = 0;
			for await (const part of large.body) bytes += part.length;
			console.log(bytes, await written());
		`;
		const { lines, stderr } = await run(source, ...open());
		expect(stderr).toBe('');
		expect(lines).toEqual(['true', `${total} ${total}`]);
	});

	it('that is too large, or breaks off, is an error in the code, and has no status in the report', async () => {
		routes['/announced'] = (_request, response) => void response.writeHead(200, { 'content-length': 64 * 1024 * 1024 }).write('x');
		routes['/endless'] = (_request, response) => {
			const write = () => {
				while (!response.destroyed) if (!response.write(Buffer.alloc(256 * 1024))) return void response.once('drain', write);
			};
			write();
		};
		routes['/broken'] = (_request, response) => void response.write('data', () => setImmediate(() => response.destroy()));
		const source = `for (const path of ['/announced', '/endless', '/broken'])
			await fetch('http://${host}' + path).then(async (r) => console.log(path, r.status, r.status === 200 ? await r.bytes() : await r.text()))
				.catch((error) => console.log(path, error.message));`;
		const { lines, report } = await run(source, ...open(), '--record', at('broken.json'));
		expect(lines).toEqual([
			expect.stringMatching(/^\/announced 502 .*more than 33554432 bytes/),
			'/endless terminated',
			'/broken terminated',
		]);
		expect(report.requests.map(({ path, status }) => [path, status])).toEqual([
			['/announced', undefined],
			['/endless', undefined],
			['/broken', undefined],
		]);
		expect(existsSync(at('broken.json')) && readFileSync(at('broken.json'), 'utf8')).not.toContain('/endless');
	});
});
