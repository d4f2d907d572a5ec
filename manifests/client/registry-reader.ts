import * as http from 'node:http';
import * as https from 'node:https';
import { explainConnection } from '../../core/base/network/connection-fault';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { findProxies } from '../../core/base/network/proxies';
import { readRetryAfter } from '../../core/base/network/retry-after';
import type { RegistryAddress } from './registry-settings';
import type { Compared } from '../refusal';

interface RegistryRequest {
	/** Below `/api/v1/`. */
	path: string;
	accept: string;
	/** Max size of the response body. A longer one is cut off. */
	maxBytes: number;
	etag?: string;
	/** Timeout of the whole response, even if it arrives slowly. */
	timeoutMs: number;
	signal?: AbortSignal;
}

export interface RegistryAnswer {
	status: 200 | 304;
	body: Buffer;
	etag?: string;
}

type FaultReason = 'connection' | 'timeout' | 'size' | 'redirect' | 'status' | 'encoding' | 'access' | 'rate-limit' | 'not-found';

export class RegistryReader {
	readonly #address: RegistryAddress;
	#agent: http.Agent | undefined;

	readonly #longestMs: number;

	/** `maxMs` limits the time of every response, whatever a request allows. */
	constructor(address: RegistryAddress, maxMs = 60_000) {
		this.#address = address;
		this.#longestMs = maxMs;
	}

	/**
	 * Sends one GET, bounded in time and size. Refuses redirects: the operator decides where the documents are. @throws TroupeError
	 * REGISTRY_UNREACHABLE, ACCESS_DENIED
	 */
	async get(request: RegistryRequest): Promise<RegistryAnswer> {
		const deadline = new AbortController();
		const timeoutMs = Math.min(request.timeoutMs, this.#longestMs);
		const timer = setTimeout(() => deadline.abort(), timeoutMs).unref();
		const signal = AbortSignal.any([deadline.signal, ...(request.signal ? [request.signal] : [])]);
		try {
			const response = await this.open(
				request.path,
				{ accept: request.accept, ...(request.etag && { 'if-none-match': request.etag }) },
				signal,
			);
			const status = requireUsable(request.path, response);
			return { status, etag: response.headers.etag, body: await readBody(request, response) };
		} catch (error) {
			if (error instanceof TroupeError && error.code !== 'INPUT_INVALID') throw error;
			if (!deadline.signal.aborted) throw this.#connectionFault(request.path, error);
			const expected = `a complete response within ${timeoutMs} ms`;
			throw createFault(request.path, 'timeout', `it did not send ${expected}`, { details: { expected, actual: 'less' }, cause: error });
		} finally {
			clearTimeout(timer);
		}
	}

	/** Also in n8n, whose own requests use the proxies. @throws TroupeError INPUT_INVALID */
	#connect(): http.Agent {
		const { Agent } = this.#address.url.protocol === 'https:' ? https : http;
		return (this.#agent ??= new Agent({ keepAlive: true, maxSockets: 8, maxFreeSockets: 4, proxyEnv: { ...findProxies() } }));
	}

	#connectionFault(path: string, error: unknown): TroupeError {
		// An unusable proxy must not end the process, such as n8n.
		const known =
			error instanceof TroupeError
				? { what: `was not asked: ${error.message}`, fix: error.fix }
				: explainConnection(error, this.#address.url.href);
		const message = known ? `it ${known.what}` : `it did not respond (${getErrorMessage(error)})`;
		return createFault(path, 'connection', message, {
			details: { expected: 'a response', actual: getErrorMessage(error) },
			fix: known?.fix,
			cause: error,
		});
	}

	open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<http.IncomingMessage> {
		const { url, readToken } = this.#address;
		const token = readToken();
		return new Promise((resolve, reject) => {
			const request = (url.protocol === 'https:' ? https : http).get(
				new URL(`api/v1/${path}`, url),
				{
					agent: this.#connect(),
					signal,
					maxHeaderSize: 32 * 1024,
					// A compressed response could expand without limit.
					headers: { 'accept-encoding': 'identity', ...headers, ...(token && { authorization: `Bearer ${token}` }) },
				},
				resolve,
			);
			request.on('socket', (socket) => socket.unref());
			request.on('error', reject);
		});
	}

	close(): void {
		this.#agent?.destroy();
	}
}

/** @throws TroupeError for every status but 200 and 304 */
export function requireUsable(path: string, response: http.IncomingMessage): 200 | 304 {
	const { statusCode = 0, headers } = response;
	if (statusCode === 304 || (statusCode === 200 && (headers['content-encoding'] ?? 'identity') === 'identity')) return statusCode;
	response.destroy();
	if (statusCode === 200)
		throw createFault(path, 'encoding', `its response is compressed, which was not requested`, {
			details: { expected: 'identity', actual: String(headers['content-encoding']).slice(0, 60) },
		});
	const details = { expected: '200 or 304', actual: statusCode };
	if (statusCode >= 300 && statusCode < 400)
		throw createFault(path, 'redirect', `it redirects (${statusCode}), which is not allowed`, { details });
	if (statusCode === 404) throw createFault(path, 'not-found', 'it does not have this document (404)', { details });
	if (statusCode === 401 || statusCode === 403) {
		throw new TroupeError({
			code: 'ACCESS_DENIED',
			message: `The registry does not allow this machine to read ${path} (${statusCode})`,
			fix: 'Set TROUPE_REGISTRY_TOKEN to a token of this tenant with the scope registry:read: `troupe manifest token issue`.',
			details: { document: path, reason: 'access', ...details },
		});
	}
	const retryAfterMs = readRetryAfter(new Headers({ 'retry-after': headers['retry-after'] ?? '' }));
	const reason = statusCode === 429 ? 'rate-limit' : 'status';
	throw createFault(path, reason, `it returned ${statusCode}`, { details, retryAfterMs });
}

async function readBody({ path, maxBytes: maximumBytes }: RegistryRequest, response: http.IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	let bytes = 0;
	for await (const part of response as AsyncIterable<Buffer>) {
		bytes += part.length;
		if (bytes > maximumBytes) {
			response.destroy();
			const details = { expected: `at most ${maximumBytes} bytes`, actual: `${bytes} and more` };
			throw createFault(path, 'size', `its response has more than ${maximumBytes} bytes`, { details });
		}
		parts.push(part);
	}
	return Buffer.concat(parts);
}

const fixes: Partial<Record<FaultReason, string>> = {
	size: 'Check that TROUPE_REGISTRY_URL is the address of a Troupe registry.',
	redirect: "Set TROUPE_REGISTRY_URL to the registry's own address.",
	encoding: 'Configure the proxy before the registry not to change its responses.',
	'not-found': 'Check TROUPE_REGISTRY_URL and TROUPE_TENANT.',
	'rate-limit': 'Wait. The registry is asked again after the time that it specified.',
};

/** The stale policy decides what runs while the registry is unusable. */
export function createFault(
	document: string,
	reason: FaultReason,
	message: string,
	more: { details: Compared; retryAfterMs?: number; cause?: unknown; fix?: string },
): TroupeError {
	return new TroupeError({
		code: 'REGISTRY_UNREACHABLE',
		message: `Reading ${document} from the registry failed: ${message}`,
		fix:
			more.fix ??
			fixes[reason] ??
			'Check that the registry runs and that this machine can reach it. Until then TROUPE_STALE_POLICY decides what runs.',
		retryable: true,
		retryAfterMs: more.retryAfterMs,
		details: { document, reason, ...more.details },
		cause: more.cause,
	});
}
