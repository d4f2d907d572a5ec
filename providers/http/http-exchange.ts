import { confirmWanted } from '../../core/base/async/confirm-wanted';
import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { decodeDocument, readCharset } from '../../core/base/text/decode-document';
import { parseJson } from '../../core/base/text/json/lossless-json';
import { readBytes } from './read-bytes';

export interface HttpRequest {
	method: string;
	url: URL;
	headers: Headers;
	body?: string | Uint8Array<ArrayBuffer>;
}

export interface HttpAnswer {
	status: number;
	/** Lower-case names, without cookies, which give access. */
	headers: Record<string, string>;
	/** JSON if it parses, else text; null if empty. */
	body: unknown;
}

interface ExchangeOptions {
	send: typeof fetch;
	timeoutMs: number;
	maxBytes: number;
	hide: (text: string) => string;
}

/** @throws TroupeError HTTP_TIMEOUT and HTTP_UNREACHABLE, retryable; HTTP_RESPONSE_INVALID, ADDRESS_REFUSED */
export async function exchange(
	{ method, url, headers, body }: HttpRequest,
	{ send, timeoutMs, maxBytes, hide }: ExchangeOptions,
	signal: AbortSignal,
): Promise<HttpAnswer> {
	if (method !== 'GET' && method !== 'HEAD') await confirmWanted();
	const timeout = AbortSignal.timeout(timeoutMs);
	const fault = faultsOf(url.host);
	try {
		const response = await send(url, { method, headers, body, signal: AbortSignal.any([signal, timeout]) });
		const answer = { status: response.status, headers: readHeaders(response.headers, hide) };
		const { bytes, cut } = response.body ? await readBytes(response.body, maxBytes) : { bytes: Buffer.of(), cut: false };
		if (cut)
			throw fault(
				'HTTP_RESPONSE_INVALID',
				`answered with more than ${maxBytes} bytes`,
				'Request less, or raise the max size of the response.',
			);
		return { ...answer, body: parseBody(bytes, response.headers.get('content-type') ?? '', hide, fault) };
	} catch (cause) {
		if (signal.aborted) throw signal.reason as Error;
		if (isTroupeError(cause)) throw cause;
		const retry = { retryable: true, cause };
		if (timeout.aborted)
			throw fault('HTTP_TIMEOUT', `did not answer within ${timeoutMs} ms`, 'Raise the timeout, or check the server.', retry);
		const { code } = ((cause as Error).cause ?? cause) as { code?: unknown };
		const why = typeof code === 'string' ? ` (${code})` : '';
		throw fault(
			'HTTP_UNREACHABLE',
			`cannot be reached, or ended the connection${why}`,
			'Check the address, and the network of the worker.',
			retry,
		);
	}
}

type Fault = (code: TroupeErrorCode, what: string, fix: string, more?: { retryable: boolean; cause: unknown }) => TroupeError;

const faultsOf =
	(host: string): Fault =>
	(code, what, fix, more) =>
		new TroupeError({ code, message: `The server ${host} ${what}.`, fix, ...more });

function readHeaders(headers: Headers, hide: (text: string) => string): Record<string, string> {
	return Object.fromEntries([...headers].flatMap(([name, value]) => (name === 'set-cookie' ? [] : [[name, hide(value)]])));
}

const isText = (type: string): boolean =>
	type === '' ||
	/^(?:text\/|application\/(?:[\w.+-]{1,80}\+)?(?:json|xml|yaml|x-ndjson|x-www-form-urlencoded|javascript|graphql|problem))/i.test(type);

function parseBody(bytes: Uint8Array, type: string, hide: (text: string) => string, fault: Fault): unknown {
	if (bytes.length === 0) return null;
	if (!isText(type))
		throw fault(
			'HTTP_RESPONSE_INVALID',
			`answered with ${type.slice(0, 80)}, which is not text`,
			'Variables hold text and JSON only: request another format.',
		);
	const text = hide(decodeDocument(bytes, readCharset(type)));
	if (!/json/i.test(type)) return text;
	try {
		return parseJson(text);
	} catch (cause) {
		throw fault('HTTP_RESPONSE_INVALID', 'answered with JSON that is not complete or not valid', 'Check what the server sends.', {
			retryable: false,
			cause,
		});
	}
}
