import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** Refuses a request before any rule. The sandboxed code gets a response with this status. */
class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal;
export const toRefusal = (status: number, message: string): Refusal => new Refusal(status, message);

const maxAuthority = 300;

/** Undefined if it is not a host and a port. */
export function readTarget(authority: string | undefined, scheme: string | string[] | undefined): URL | undefined {
	if (authority === undefined || authority.length > maxAuthority || !/^[^\s/?#@\\%]+:\d{1,5}$/.test(authority)) return undefined;
	if (scheme !== 'http' && scheme !== 'https') return undefined;
	// The URL parser turns 0x7f.1 and 2130706433 into their address.
	return URL.parse(`${scheme}://${authority}/`) ?? undefined;
}

/** Returns the request's path at the connection's host. @throws Refusal if the request names another host than its connection */
export function readAddress({ url = '', headers, headersDistinct, method }: IncomingMessage, target: URL): URL {
	const path = url.startsWith('/') ? url : withoutOrigin(url, target);
	const address = path === undefined ? null : URL.parse(target.origin + path);
	if (address === null || address.origin !== target.origin)
		throw toRefusal(400, `${method} names an address that is not a path at ${target.host}.`);
	if ((headersDistinct.host?.length ?? 0) > 1) throw toRefusal(400, `${method} has several headers Host.`);
	if (headers.host !== undefined && URL.parse(`${target.protocol}//${headers.host}/`)?.host !== target.host)
		throw toRefusal(421, `The header Host names another host than the connection, which leads to ${target.host}.`);
	return address;
}

/** RFC 9112, 3.2.2: a server accepts the absolute form too. */
const withoutOrigin = (url: string, { origin }: URL) => (url.startsWith(`${origin}/`) ? url.slice(origin.length) : undefined);

/** @throws Refusal if there are more */
export async function readBytes(stream: Readable, maxBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > maxBytes) throw toRefusal(413, `The body has more than ${maxBytes} bytes.`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

export function listHeaders(raw: readonly string[]): Array<[string, string]> {
	const pairs: Array<[string, string]> = [];
	for (let index = 0; index < raw.length; index += 2) pairs.push([raw[index]!.toLowerCase(), raw[index + 1]!]);
	return pairs;
}
