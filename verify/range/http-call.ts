import { request } from 'node:http';
import { request as requestTls } from 'node:https';

/** One request, with any headers, also those that fetch does not let a caller set. */
export interface HttpCall {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	/** Text as it stands, anything else as JSON. */
	body?: unknown;
}

export interface HttpAnswer {
	status: number;
	body: string;
}

/** Sends a request. An answer that is longer than 100,000 characters is cut. */
export function sendCall(base: string, { method = 'GET', path, headers = {}, body }: HttpCall): Promise<HttpAnswer> {
	const url = new URL(base);
	const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
	const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
	const send = url.protocol === 'https:' ? requestTls : request;
	const sent = send(
		url,
		{
			method,
			path,
			timeout: 10_000,
			headers: { ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }), ...headers },
		},
		(response) => {
			let received = '';
			response.setEncoding('utf8');
			response.on('data', (part: string) => (received = `${received}${part}`.slice(0, 100_000)));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, body: received }));
			response.on('error', reject);
		},
	);
	sent.on('timeout', () => sent.destroy(new Error('The service did not answer within 10 s.')));
	sent.on('error', reject);
	sent.end(text);
	return promise;
}
