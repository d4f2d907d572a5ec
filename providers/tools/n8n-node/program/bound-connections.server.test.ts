import { execFile } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleVictim } from '../../../../test/support/bundle-victim';

/** Runs in a process of its own, because the change is to Node.js itself. */
const calls = `
	const [, file, port, socketPath, allowed] = process.argv;
	const { BoundConnections } = require(file);
	const bound = BoundConnections.install(allowed === 'allowed');
	const http = require('node:http'), net = require('node:net'), tls = require('node:tls');
	const over = (emitter, event) => new Promise((resolve, reject) => emitter.once(event, resolve).once('error', reject));
	const lookup = (host, options, done) => options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
	const both = (host, options, done) =>
		options.all ? done(null, [{ address: '1.1.1.1', family: 4 }, { address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
	const ways = {
		'a name of a public and a private address': () => over(http.get({ host: 'both.example', port, lookup: both }), 'response'),
		'a name that contains an address': () => over(http.get({ host: '7f000001.nip.example', port, lookup }), 'response'),
		'a mapped address in other digits': () => fetch('http://[::ffff:7f00:1]:' + port),
		'fetch of an address': () => fetch('http://127.0.0.1:' + port),
		'fetch of a name': () => fetch('http://localhost:' + port),
		'an address in other digits': () => fetch('http://2130706433:' + port),
		'http.get': () => over(http.get('http://localhost:' + port), 'response'),
		'an agent that keeps connections': () =>
			over(http.get({ host: '127.0.0.1', port, agent: new http.Agent({ keepAlive: true }) }), 'response'),
		'a resolver of its own': () => over(http.get({ host: 'public.example', port, lookup }), 'response'),
		'a socket file': () => over(http.get({ socketPath, path: '/' }), 'response'),
		'net.connect of options': () => over(net.connect({ port: Number(port) }), 'connect'),
		'net.connect of a port and a host': () => over(net.connect(Number(port), '127.0.0.1'), 'connect'),
		'net.connect of a path': () => over(net.connect(socketPath), 'connect'),
		'a new socket': () => over(new net.Socket().connect(Number(port), 'localhost'), 'connect'),
		'tls.connect': () => over(tls.connect({ port: Number(port), host: '127.0.0.1' }), 'secureConnect'),
		'IPv6': () => over(net.connect(Number(port), '::ffff:127.0.0.1'), 'connect'),
		'metadata of a cloud': () => fetch('http://169.254.169.254/latest'),
	};
	(async () => {
		const results = {};
		for (const [way, call] of Object.entries(ways)) {
			const watched = bound.watch();
			const ended = await call().then(() => 'connected', (error) => (error.cause ?? error).code);
			results[way] = ended + ' ' + watched.refused;
		}
		process.stdout.write(JSON.stringify(results), () => process.exit());
	})();
`;

const answer = (_: unknown, response: ServerResponse) => response.end('ok');

let folder: string;
let server: Server;
let socket: Server;
let connections = 0;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-connections-'));
	[server, socket] = [createServer(answer), createServer(answer)].map((one) => one.on('connection', () => (connections += 1))) as [
		Server,
		Server,
	];
	server.listen(0);
	socket.listen(join(folder, 'socket'));
	await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
});
afterAll(() => {
	for (const one of [server, socket]) one.close();
	rmSync(folder, { recursive: true });
});

/** Returns how each way to connect ended, and the host that was noted. */
async function callAll(allowed?: 'allowed', env: NodeJS.ProcessEnv = {}): Promise<Record<string, string>> {
	const program = bundleVictim(join(folder, 'program'), join(__dirname, 'bound-connections.ts'));
	const { port } = server.address() as AddressInfo;
	const values = [program, String(port), join(folder, 'socket'), ...(allowed ? [allowed] : [])];
	const { stdout } = await promisify(execFile)(process.execPath, ['-e', calls, ...values], { env: { PATH: '', ...env } });
	return JSON.parse(stdout) as Record<string, string>;
}

it('opens no connection to a private network, whatever it is opened with (MagicMirrorOrg/MagicMirror#4090, dergigi/ants#182, newrelic-experimental/preflight#143)', async () => {
	const results = await callAll();
	expect(Object.keys(results)).toHaveLength(17);
	for (const [way, result] of Object.entries(results)) expect(`${way}: ${result}`).toMatch(/: ADDRESS_REFUSED (?!undefined)/);
	expect(connections).toBe(0);
});

it('opens all but those to the metadata of clouds where the operator allows private networks', async () => {
	const {
		'metadata of a cloud': metadata,
		'tls.connect': _,
		'a name of a public and a private address': __,
		...others
	} = await callAll('allowed');
	expect(metadata).toBe('ADDRESS_REFUSED 169.254.169.254');
	for (const [way, result] of Object.entries(others)) expect(`${way}: ${result}`).toMatch(/: connected undefined$/);
});

it('opens connections to the proxy of the environment, and to no other port of its machine', async () => {
	const { port } = server.address() as AddressInfo;
	const ofProxy = await callAll(undefined, { HTTP_PROXY: `http://127.0.0.1:${port}`, https_proxy: `localhost:${port}` });
	expect(ofProxy).toMatchObject({ 'fetch of an address': 'connected undefined', 'http.get': 'connected undefined' });
	expect(ofProxy['a resolver of its own']).toBe('ADDRESS_REFUSED public.example');
	const others = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'https://localhost', ALL_PROXY: 'http://[::ffff:127.0.0.1]:2' };
	for (const result of Object.values(await callAll(undefined, others))) expect(result).toMatch(/^ADDRESS_REFUSED (?!undefined)/);
});
