import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { constants, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import { type HostCalls, type Outlet, type OutletLimits, type OutsideRequests, type OutsideResponse } from './outlet';
import { listHeaders, readAddress, readBytes, readTarget, toRefusal } from './read-request';

export interface OutletParts {
	/** Without it, no connection is accepted. */
	requests?: OutsideRequests;
	calls?: HostCalls;
	limits: OutletLimits;
}

const maxCallBytes = 32 * 1024 * 1024;
const maxHeaderBytes = 32 * 1024;
const callPath = /^\/calls\/([A-Za-z0-9._-]{1,100})$/;
/** Headers of a response that are about one connection, or the length of a body that was unpacked. */
const perConnection = new Set([
	'connection',
	'keep-alive',
	'transfer-encoding',
	'content-length',
	'content-encoding',
	'upgrade',
	'trailer',
]);

/** Serves the outlet of one run. Code that ends its process, floods or writes garbage harms its own run only. */
export class OutletServer implements Outlet {
	readonly #parts: OutletParts;
	readonly #stop = new AbortController();
	/** Where each connection leads. */
	readonly #targets = new WeakMap<object, URL>();
	readonly #http: Server;
	#asked = 0;

	constructor(parts: OutletParts) {
		this.#parts = parts;
		this.#http = createHttpServer({ maxHeaderSize: maxHeaderBytes, keepAliveTimeout: parts.limits.timeMs });
		this.#http.on('request', (request, response) => void this.#respond(request, response));
		// A connection of another protocol, or a request that is not valid HTTP.
		this.#http.on('clientError', (_error, socket) => socket.destroy());
		for (const event of ['upgrade', 'connect'] as const)
			this.#http.on(
				event,
				(_request: IncomingMessage, socket: Duplex) => void socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n'),
			);
	}

	serve(socket: Duplex): void {
		const { concurrent } = this.#parts.limits;
		const server = createServer({
			settings: { maxConcurrentStreams: concurrent, enablePush: false, maxHeaderListSize: maxHeaderBytes },
			maxSessionMemory: 64,
			maxSessionInvalidFrames: 100,
			maxSessionRejectedStreams: 100,
		});
		server.on('stream', (stream, headers) => this.#accept(stream, headers));
		server.on('sessionError', () => socket.destroy());
		socket.once('close', () => this.close());
		server.emit('connection', socket);
	}

	/** Ends what still runs. */
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
		stream.respond({ ':status': 200 });
		this.#targets.set(stream, target);
		stream.setTimeout(this.#parts.limits.timeMs * 2, () => stream.close(constants.NGHTTP2_CANCEL));
		this.#http.emit('connection', writingBytes(stream));
	}

	async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { requests, limits } = this.#parts;
		const gone = new AbortController();
		response.once('close', () => gone.abort());
		response.on('error', () => undefined);
		try {
			if (++this.#asked > limits.requests) throw toRefusal(429, `The run made more than ${limits.requests} requests.`);
			const url = readAddress(request, this.#targets.get(request.socket)!);
			const body = await readBytes(request, limits.requestBytes);
			const signal = AbortSignal.any([gone.signal, this.#stop.signal, AbortSignal.timeout(limits.timeMs)]);
			const asked = { method: request.method ?? 'GET', url, headers: listHeaders(request.rawHeaders), body };
			send(response, await requests!.answer(asked, signal), request.method === 'HEAD');
		} catch (error) {
			const { status, message } = toProblem(error);
			send(
				response,
				{
					status,
					headers: [
						['content-type', 'application/json'],
						['troupe-sandbox', 'refused'],
					],
					body: Buffer.from(JSON.stringify({ error: { message } })),
				},
				false,
			);
			// What is left of the request is not read.
			if (!request.complete) request.destroy();
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

/** Node 24 sends freed memory when a text and an empty buffer are written to a stream of HTTP/2 together, so that it gets bytes alone. */
function writingBytes(stream: ServerHttp2Stream): ServerHttp2Stream {
	const write = stream.write.bind(stream) as (chunk: unknown, encoding?: unknown, done?: unknown) => boolean;
	const toBytes = (chunk: unknown, encoding?: unknown, done?: unknown) =>
		typeof chunk === 'string' ? write(Buffer.from(chunk, encoding as BufferEncoding), undefined, done) : write(chunk, encoding, done);
	return Object.assign(stream, { write: toBytes });
}

function send(response: ServerResponse, { status, headers, body }: OutsideResponse, isHead: boolean): void {
	if (response.destroyed) return;
	const kept = headers.filter(([name]) => !perConnection.has(name.toLowerCase()));
	const length = isHead || status === 204 || status === 304 ? [] : [['content-length', String(body.length)] as [string, string]];
	response.writeHead(status, [...kept, ...length].flat());
	response.end(isHead ? undefined : body);
}

function toProblem(error: unknown): { status: number; message: string } {
	const status = (error as { status?: unknown }).status;
	return { status: typeof status === 'number' ? status : 502, message: getErrorMessage(error) };
}
