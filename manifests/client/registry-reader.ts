import * as http from 'node:http';
import * as https from 'node:https';
import { messageOf, TroupeError } from '../../core/base/errors';
import type { RegistryAddress } from './registry-settings';
import type { Compared } from '../refusal';

interface RegistryRequest {
	/** Below `/api/v1/`. */
	path: string;
	accept: string;
	/** Of the answer's body; one byte more and it is cut. */
	maximumBytes: number;
	etag?: string;
	/** For the whole answer, however it trickles. */
	timeoutMs: number;
	signal?: AbortSignal;
}

export interface RegistryAnswer {
	status: 200 | 304;
	body: Buffer;
	etag?: string;
}

/** Why a registry gave no answer that can be used. */
type FaultReason = 'connection' | 'timeout' | 'size' | 'redirect' | 'status' | 'encoding' | 'access' | 'rate-limit' | 'not-found';

/** Sockets of a client are not what keeps a process alive: whoever waits for an answer holds a timer. */
export class RegistryHttp {
	readonly #address: RegistryAddress;
	readonly #agent: http.Agent;

	readonly #longestMs: number;

	/** No answer may take longer than `longestMs`, whatever a request allows. */
	constructor(address: RegistryAddress, longestMs = 60_000) {
		this.#address = address;
		this.#longestMs = longestMs;
		const secure = address.url.protocol === 'https:';
		this.#agent = new (secure ? https : http).Agent({ keepAlive: true, maxSockets: 8, maxFreeSockets: 4 });
	}

	/**
	 * One GET, bounded in time and size. Redirects are refused: where the documents are, the operator said.
	 * @throws TroupeError REGISTRY_UNREACHABLE, ACCESS_DENIED
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
			if (error instanceof TroupeError) throw error;
			if (!deadline.signal.aborted)
				throw fault(request.path, 'connection', `it gave no answer (${messageOf(error)})`, {
					details: { expected: 'an answer', actual: messageOf(error) },
					cause: error,
				});
			const expected = `a whole answer within ${timeoutMs} ms`;
			throw fault(request.path, 'timeout', `there was no ${expected}`, { details: { expected, actual: 'less' }, cause: error });
		} finally {
			clearTimeout(timer);
		}
	}

	/** The answer with its body still to come. */
	open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<http.IncomingMessage> {
		const { url, readToken } = this.#address;
		const token = readToken();
		return new Promise((resolve, reject) => {
			const request = (url.protocol === 'https:' ? https : http).get(
				new URL(`api/v1/${path}`, url),
				{
					agent: this.#agent,
					signal,
					maxHeaderSize: 32 * 1024,
					// A compressed answer could be small and unfold without bounds.
					headers: { 'accept-encoding': 'identity', ...headers, ...(token && { authorization: `Bearer ${token}` }) },
				},
				resolve,
			);
			request.on('socket', (socket) => socket.unref());
			request.on('error', reject);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}

/** @throws TroupeError for every status but 200 and 304 */
export function requireUsable(path: string, response: http.IncomingMessage): 200 | 304 {
	const { statusCode = 0, headers } = response;
	if (statusCode === 304 || (statusCode === 200 && (headers['content-encoding'] ?? 'identity') === 'identity')) return statusCode;
	response.destroy();
	if (statusCode === 200)
		throw fault(path, 'encoding', `its answer is compressed, which was not asked for`, {
			details: { expected: 'identity', actual: String(headers['content-encoding']).slice(0, 60) },
		});
	const details = { expected: '200 or 304', actual: statusCode };
	if (statusCode >= 300 && statusCode < 400)
		throw fault(path, 'redirect', `it redirects (${statusCode}), which is not followed`, { details });
	if (statusCode === 404) throw fault(path, 'not-found', 'it has no such document (404)', { details });
	if (statusCode === 401 || statusCode === 403) {
		throw new TroupeError({
			code: 'ACCESS_DENIED',
			message: `The registry does not let this machine read ${path} (${statusCode})`,
			fix: 'Set TROUPE_REGISTRY_TOKEN to a token of this tenant with the scope registry:read: `troupe manifest token issue`.',
			details: { document: path, reason: 'access', ...details },
		});
	}
	const retryAfterMs = retryAfterOf(headers['retry-after']);
	const reason = statusCode === 429 ? 'rate-limit' : 'status';
	throw fault(path, reason, `it answered ${statusCode}`, { details, retryAfterMs });
}

async function readBody({ path, maximumBytes }: RegistryRequest, response: http.IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	let bytes = 0;
	for await (const part of response as AsyncIterable<Buffer>) {
		bytes += part.length;
		if (bytes > maximumBytes) {
			response.destroy();
			const details = { expected: `at most ${maximumBytes} bytes`, actual: `${bytes} and more` };
			throw fault(path, 'size', `its answer has more than ${maximumBytes} bytes`, { details });
		}
		parts.push(part);
	}
	return Buffer.concat(parts);
}

function retryAfterOf(header: string | undefined): number | undefined {
	return header !== undefined && /^\d{1,5}$/.test(header) ? Number(header) * 1000 : undefined;
}

const fixes: Partial<Record<FaultReason, string>> = {
	size: 'Check that TROUPE_REGISTRY_URL is a registry of Troupe, and not something that stands in for it.',
	redirect: 'Set TROUPE_REGISTRY_URL to the address that the registry itself has.',
	encoding: 'Have whatever stands before the registry leave its answers as they are.',
	'not-found': 'Check TROUPE_REGISTRY_URL and TROUPE_TENANT.',
	'rate-limit': 'Nothing: it is asked again when it said to.',
};

/** The error of a registry that cannot be used just now; what to run meanwhile the stale policy says. */
export function fault(
	document: string,
	reason: FaultReason,
	message: string,
	more: { details: Compared; retryAfterMs?: number; cause?: unknown },
): TroupeError {
	return new TroupeError({
		code: 'REGISTRY_UNREACHABLE',
		message: `The registry was asked for ${document}: ${message}`,
		fix: fixes[reason] ?? 'Check that the registry runs and that this machine reaches it; until then TROUPE_STALE_POLICY decides.',
		retryable: true,
		retryAfterMs: more.retryAfterMs,
		details: { document, reason, ...more.details },
		cause: more.cause,
	});
}
