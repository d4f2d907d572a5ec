/**
 * Stand-ins of services with fixed addresses, such as slack.com: an HTTP proxy that answers for them, over TLS with certificates of an authority of its
 * own. Programs reach it with HTTPS_PROXY and trust it with NODE_EXTRA_CA_CERTS. Any other address is refused, so that no test leaves the machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

/** What a stand-in was asked. */
export interface OutsideCall {
	host: string;
	method: string;
	/** The path with its query. */
	path: string;
	headers: IncomingMessage['headers'];
	/** Parsed when it was JSON or a form, the text otherwise. */
	body: unknown;
}

export interface OutsideAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** Strings are sent as they stand, everything else as JSON. */
	body: unknown;
}

export type OutsideService = (call: OutsideCall) => OutsideAnswer | Promise<OutsideAnswer>;

export interface OutsideWorld {
	/** What a program needs to reach the stand-ins. */
	environment: Record<string, string>;
	calls: OutsideCall[];
	close(): Promise<void>;
}

const maxBodyBytes = 4 * 1024 * 1024;

/** @param services by host name; `*` answers for all other hosts */
export async function startOutsideWorld(services: Record<string, OutsideService>): Promise<OutsideWorld> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-outside-'));
	const contextOf = createAuthority(folder);
	const calls: OutsideCall[] = [];
	const inner = createServer((request, response) => void answer(request, response, services, calls));
	const proxy = createServer((request, response) => void answer(request, response, services, calls));
	const sockets = new Set<Socket>();
	proxy.on('connection', (socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
	proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
		socket.on('error', () => socket.destroy());
		const host = url.replace(/:443$/, '');
		if (!findService(services, host)) return void socket.end(`HTTP/1.1 403 No stand-in for ${url}\r\n\r\n`);
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		const secure = new TLSSocket(socket, { isServer: true, secureContext: contextOf(host) });
		secure.on('error', () => secure.destroy());
		inner.emit('connection', secure);
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	const ownHosts = '127.0.0.1,localhost';
	return {
		environment: {
			...{ HTTPS_PROXY: url, HTTP_PROXY: url, https_proxy: url, http_proxy: url, NO_PROXY: ownHosts, no_proxy: ownHosts },
			NODE_EXTRA_CA_CERTS: join(folder, 'authority.crt'),
		},
		calls,
		async close() {
			for (const socket of sockets) socket.destroy();
			await closeServer(proxy);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const closeServer = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const findService = (services: Record<string, OutsideService>, host: string): OutsideService | undefined =>
	Object.hasOwn(services, host) ? services[host] : services['*'];

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	services: Record<string, OutsideService>,
	calls: OutsideCall[],
): Promise<void> {
	const { method = '', headers } = request;
	// A proxy is asked for whole addresses, a service for paths.
	const { hostname, pathname, search } = new URL(request.url ?? '/', `https://${headers.host ?? 'unknown'}`);
	const call: OutsideCall = { host: hostname, method, path: pathname + search, headers, body: parseBody(await readBody(request), headers) };
	calls.push(call);
	const service = findService(services, hostname);
	const {
		status = 200,
		headers: more,
		body,
	} = service ? await service(call) : { status: 403, headers: {}, body: `No stand-in for ${hostname}` };
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...more }).end(text);
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > maxBodyBytes) throw new Error(`A stand-in was sent more than ${maxBodyBytes} bytes.`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}

function parseBody(text: string, headers: IncomingMessage['headers']): unknown {
	if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Makes an authority, and certificates of hosts when they are first asked for, good for two days. */
function createAuthority(folder: string): (host: string) => SecureContext {
	const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	const signer = ['-CA', 'authority.crt', '-CAkey', 'authority.key'];
	openssl('req', '-x509', ...key, '-keyout', 'authority.key', '-out', 'authority.crt', '-subj', '/CN=Troupe stand-ins');
	const contexts = new Map<string, SecureContext>();
	const issue = (host: string): SecureContext => {
		if (!/^[a-z0-9.-]{1,253}$/i.test(host)) throw new Error(`${host} is not the name of a host.`);
		const [keyFile, certificate] = [`${host}.key`, `${host}.crt`];
		const subject = ['-subj', '/CN=stand-in', '-addext', `subjectAltName=DNS:${host}`];
		openssl('req', '-x509', ...signer, ...key, '-keyout', keyFile, '-out', certificate, ...subject);
		return createSecureContext({ key: readFileSync(join(folder, keyFile)), cert: readFileSync(join(folder, certificate)) });
	};
	return (host) => {
		const context = contexts.get(host) ?? issue(host);
		contexts.set(host, context);
		return context;
	};
}
