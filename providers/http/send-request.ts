import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, Readable, type Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createBrotliDecompress, createInflate, createUnzip } from 'node:zlib';
import type { Proxies } from '../../core/base/network/proxies';

const withoutBody = [204, 205, 304];
const unpacking = new Map<string, () => Transform>([
	['gzip', createUnzip],
	['x-gzip', createUnzip],
	['deflate', createInflate],
	['br', createBrotliDecompress],
]);
const pool = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16 };
/** Separate agents, because connections are checked. Idle ones do not keep the process alive. */
function createAgents(proxies: Proxies | undefined) {
	const options = { ...pool, proxyEnv: { ...proxies } };
	return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}
/** By networks and proxies: a connection to a private network is not reused for others. */
let agents: { of: string; public: ReturnType<typeof createAgents>; private: ReturnType<typeof createAgents> } | undefined;
function agentsOf(proxies: Proxies | undefined) {
	const of = JSON.stringify(proxies ?? null);
	if (agents?.of !== of) agents = { of, public: createAgents(proxies), private: createAgents(proxies) };
	return agents;
}

/**
 * Sends one request without redirects to the address or proxy of `lookup`. The body is streamed and unpacked. @throws TypeError with the cause, as
 * fetch does; errors of `lookup`; the signal's reason
 */
export function sendRequest(
	url: URL,
	init: RequestInit,
	lookup: LookupFunction,
	networks: 'public' | 'private',
	proxies?: Proxies,
): Promise<Response> {
	const { promise, resolve, reject } = Promise.withResolvers<Response>();
	const signal = init.signal ?? undefined;
	const secure = url.protocol === 'https:';
	const headers = Object.fromEntries(new Headers(init.headers));
	const request = (secure ? requestHttps : requestHttp)(url, {
		method: init.method ?? 'GET',
		headers: { accept: '*/*', 'accept-encoding': 'identity', ...headers },
		agent: agentsOf(proxies)[networks][secure ? 'https' : 'http'],
		lookup,
		signal,
	});
	request.on('response', (message) => {
		try {
			resolve(toResponse(message));
		} catch (error) {
			message.destroy();
			reject(new TypeError('the response is not valid HTTP', { cause: error }));
		}
	});
	request.on('error', (error) => reject(toFetchError(error, signal)));
	// An unrequested upgrade closes without error or response.
	request.on('close', () => reject(new TypeError('fetch failed')));
	request.end(init.body as string | Uint8Array | undefined);
	return promise;
}

function toFetchError(error: Error, signal: AbortSignal | undefined): Error {
	if (signal?.aborted) return signal.reason as Error;
	return error.name === 'TroupeError' ? error : new TypeError('fetch failed', { cause: error });
}

function toResponse(message: IncomingMessage): Response {
	const headers = new Headers();
	for (let index = 0; index < message.rawHeaders.length; index += 2)
		headers.append(message.rawHeaders[index]!, message.rawHeaders[index + 1]!);
	const status = message.statusCode ?? 0;
	if (withoutBody.includes(status)) {
		message.resume();
		return new Response(null, { status, headers });
	}
	const body = Readable.toWeb(unpacked(message)) as ReadableStream<Uint8Array<ArrayBuffer>>;
	return new Response(body, { status, statusText: message.statusMessage, headers });
}

/** Some servers compress unasked. */
function unpacked(message: IncomingMessage): Readable {
	const encoding = message.headers['content-encoding']?.trim().toLowerCase();
	if (!encoding || encoding === 'identity') return message;
	const unpack = unpacking.get(encoding);
	if (!unpack) throw new Error(`its encoding ${encoding.slice(0, 40)} is not supported`);
	return pipeline(message, unpack(), () => undefined);
}
