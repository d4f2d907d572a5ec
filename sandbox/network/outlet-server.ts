import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { constants, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import type { HostCalls, Outlet, OutletLimits, OutletRule, OutsideAnswer, OutsideRequest, OutsideRequests } from './outlet';
import { isRefusal, listHeaders, readAddress, readBytes, readTarget, toRefusal } from './read-request';

const perConnection = new Set([
	'connection',
	'keep-alive',
	'transfer-encoding',
	'content-length',
	'content-encoding',
	'upgrade',
	'trailer',
]);

/** Streams an answer: reads no more of it than the code takes. @param isLast the connection ends with it @throws what the body throws */
async function sendAnswer(
	response: ServerResponse,
	{ status, headers, length, body }: OutsideAnswer,
	{ isLast, signal }: { isLast: boolean; signal: AbortSignal },
): Promise<void> {
	if (response.destroyed) return;
	const kept = headers.filter(([name]) => !perConnection.has(name.toLowerCase()));
	if (length !== undefined && status !== 204 && status !== 304) kept.push(['content-length', String(length)]);
	if (isLast) kept.push(['connection', 'close']);
	response.writeHead(status, kept.flat());
	// Code waits for a stream's headers before its body begins.
	if (length === undefined) response.flushHeaders();
	await pipeline(body, response, { signal });
}

/** Explains a missing answer. A begun answer is broken off, which tells the code that it is incomplete. */
function sendRefusal(response: ServerResponse, error: unknown): void {
	if (response.destroyed || response.headersSent) return void response.destroy();
	const body = Buffer.from(JSON.stringify({ error: { message: getErrorMessage(error) } }));
	response.writeHead(isRefusal(error) ? error.status : 502, {
		'content-type': 'application/json',
		'troupe-sandbox': 'refused',
		'content-length': body.length,
	});
	response.end(body);
}

/** Errors of Node's parser about an ended or slow connection rather than its protocol. */
const ofConnection = new Set(['HPE_INVALID_EOF_STATE', 'HPE_HEADER_OVERFLOW']);

/** Names a protocol that Node could not read; undefined if the connection ended for another reason. */
function nameProtocol(error: Error & { code?: string; rawPacket?: Buffer }): OutletRule | undefined {
	if (!error.code?.startsWith('HPE_') || ofConnection.has(error.code)) return undefined;
	// RFC 9113, 3.4: the first bytes of an HTTP/2 client.
	return error.rawPacket?.toString('latin1', 0, 14) === 'PRI * HTTP/2.0' ? 'http/2' : 'not http/1.1';
}

function readRefused(target: URL, request?: IncomingMessage): OutsideRequest {
	const asked = { method: request?.method ?? 'CONNECT', url: target, headers: [], body: Buffer.of() };
	if (request === undefined) return asked;
	// RFC 9112, 3.2.3: a tunnel names its target in place of a path.
	if (asked.method === 'CONNECT') return { ...asked, url: URL.parse(`${target.origin}/${request.url}`) ?? target };
	try {
		return { ...asked, url: readAddress(request, target) };
	} catch {
		return asked;
	}
}

export interface OutletParts {
	requests?: OutsideRequests;
	calls?: HostCalls;
	limits: OutletLimits;
}

const maxCallBytes = 32 * 1024 * 1024;
const maxHeaderBytes = 32 * 1024;
const callPath = /^\/calls\/([A-Za-z0-9._-]{1,100})$/;

/** Serves one run's outlet. Code that ends its process, floods or writes garbage harms its own run only. */
export class OutletServer implements Outlet {
	readonly #parts: OutletParts;
	readonly #stop = new AbortController();
	readonly #targets = new WeakMap<object, URL>();
	/** Connections that end because of their protocol. */
	readonly #refused = new WeakSet<object>();
	readonly #http: Server;
	#asked = 0;
	#connections = 0;

	constructor(parts: OutletParts) {
		this.#parts = parts;
		this.#http = createHttpServer({ maxHeaderSize: maxHeaderBytes, keepAliveTimeout: parts.limits.timeMs });
		this.#http.on('request', (request, response) => void this.#respond(request, response));
		this.#http.on('clientError', (error, socket) => this.#refuse(socket, nameProtocol(error)));
		this.#http.on('connect', (request: IncomingMessage, socket: Duplex) => this.#refuse(socket, 'tunnel', request));
		this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex) =>
			this.#refuse(socket, /^websocket$/i.test(request.headers.upgrade ?? '') ? 'websocket' : 'upgrade', request),
		);
	}

	serve(socket: Duplex): void {
		const { concurrent } = this.#parts.limits;
		const server = createServer({
			settings: { maxConcurrentStreams: concurrent * 2, enablePush: false, maxHeaderListSize: maxHeaderBytes },
			maxSessionMemory: 64,
			maxSessionInvalidFrames: 100,
			maxSessionRejectedStreams: 100,
		});
		server.on('stream', (stream, headers) => this.#accept(stream, headers));
		server.on('sessionError', () => socket.destroy());
		socket.once('close', () => this.close());
		server.emit('connection', socket);
	}

	close(): void {
		this.#stop.abort(new Error('The run is over.'));
		this.#http.closeAllConnections();
	}

	#accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
		stream.on('error', () => stream.destroy());
		if (headers[':method'] === 'CONNECT') this.#open(stream, headers);
		else void this.#call(stream, headers);
	}

	#open(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
		const target = this.#parts.requests && readTarget(headers[':authority'], headers['troupe-scheme']);
		if (target === undefined) return void stream.respond({ ':status': 403 }, { endStream: true });
		// The stream's end waits for trailers, so that a reason arrives before it.
		stream.respond({ ':status': 200 }, { waitForTrailers: true });
		stream.on('wantTrailers', () => {
			if (this.#refused.has(stream)) stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED);
			else if (!stream.closed) stream.sendTrailers({});
		});
		this.#targets.set(stream, target);
		this.#connections += 1;
		stream.once('close', () => (this.#connections -= 1));
		stream.setTimeout(this.#parts.limits.timeMs * 2, () => stream.close(constants.NGHTTP2_CANCEL));
		this.#http.emit('connection', writingBytes(stream));
	}

	/** Ends a connection without HTTP/1.1 requests, with a matching error. */
	#refuse(socket: Duplex, rule: OutletRule | undefined, request?: IncomingMessage): void {
		const target = this.#targets.get(socket);
		if (this.#refused.has(socket)) return;
		if (rule === undefined || target === undefined || ++this.#asked > this.#parts.limits.requests) return void socket.destroy();
		this.#parts.requests!.noteRefused(readRefused(target, request), rule);
		this.#refused.add(socket);
		socket.end();
	}

	async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { requests, limits } = this.#parts;
		const gone = new AbortController();
		response.once('close', () => gone.abort());
		response.on('error', () => undefined);
		try {
			if (++this.#asked > limits.requests) throw toRefusal(429, `The run made more than ${limits.requests} requests.`);
			const asked = await this.#read(request);
			const signal = AbortSignal.any([gone.signal, this.#stop.signal, AbortSignal.timeout(limits.timeMs)]);
			// Idle connections would leave none for others.
			const isLast = this.#connections > limits.concurrent / 2;
			await sendAnswer(response, await requests!.ask(asked, signal), { isLast, signal });
		} catch (error) {
			sendRefusal(response, error);
			if (!request.complete) request.destroy();
		}
	}

	/** @throws Refusal */
	async #read(request: IncomingMessage): Promise<OutsideRequest> {
		const { requests, limits } = this.#parts;
		const target = this.#targets.get(request.socket)!;
		const [method = 'GET', headers] = [request.method, listHeaders(request.rawHeaders)];
		const asked: OutsideRequest = { method, url: target, headers, body: Buffer.of() };
		let rule: OutletRule = 'address';
		try {
			asked.url = readAddress(request, target);
			rule = 'size';
			asked.body = await readBytes(request, limits.requestBytes);
			return asked;
		} catch (error) {
			if (isRefusal(error)) requests!.noteRefused(asked, rule);
			throw error;
		}
	}

	async #call(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
		const [, name = ''] = callPath.exec(headers[':path'] ?? '') ?? [];
		const calls = this.#parts.calls ?? {};
		const gone = new AbortController();
		stream.once('close', () => gone.abort());
		const answer = await (async () => {
			if (headers[':method'] !== 'POST' || !Object.hasOwn(calls, name)) throw toRefusal(404, `The host has no call "${name}".`);
			const input = JSON.parse((await readBytes(stream, maxCallBytes)).toString()) as unknown;
			return { result: (await calls[name]!(input, AbortSignal.any([gone.signal, this.#stop.signal]))) ?? null };
		})().catch((error: unknown) => ({ error: { code: isTroupeError(error) ? error.code : 'INTERNAL', message: getErrorMessage(error) } }));
		if (stream.destroyed || stream.closed) return;
		stream.respond({ ':status': 200, 'content-type': 'application/json' });
		stream.end(Buffer.from(JSON.stringify(answer)));
	}
}

/** Sends bytes only: Node 24 sends freed memory when a text and an empty buffer are written together to an HTTP/2 stream. */
function writingBytes(stream: ServerHttp2Stream): ServerHttp2Stream {
	const write = stream.write.bind(stream) as (chunk: unknown, encoding?: unknown, done?: unknown) => boolean;
	const toBytes = (chunk: unknown, encoding?: unknown, done?: unknown) =>
		typeof chunk === 'string' ? write(Buffer.from(chunk, encoding as BufferEncoding), undefined, done) : write(chunk, encoding, done);
	return Object.assign(stream, { write: toBytes });
}
