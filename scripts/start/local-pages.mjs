/** Serves pages of `npm start` to browsers on this machine: the sign-in link, and the examples for n8n's page "Templates". */
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Always the loopback address, whatever --host is, so that other machines cannot reach the sign-in. */
const address = '127.0.0.1';

/**
 * `forEditor`: n8n's editor, a page of another port, may read it.
 * @typedef {{ status: number, headers?: Record<string, string | string[]>, body?: string, forEditor?: boolean }} Page
 * @typedef {(request: { path: string, query: URLSearchParams, cookies: string }) => Promise<Page | undefined> | Page | undefined} Handler
 */

/**
 * Serves nothing until a handler is added. Each request is answered by the first handler that knows its path.
 * @returns {Promise<{ url: string, add(handler: Handler): void, stop(): Promise<void> }>}
 */
export async function startLocalPages() {
	const handlers = [];
	const server = createServer((request, response) => {
		answer(request, handlers)
			.catch(() => ({ status: 500, body: 'This page failed. Run `npm start` again.' }))
			.then(({ status, headers, body, forEditor }) =>
				response.writeHead(status, { ...always, ...headers, ...(forEditor && openTo(request)) }).end(body),
			);
	});
	server.listen(0, address);
	await once(server, 'listening');
	const url = `http://${address}:${server.address().port}`;
	return { url, add: (handler) => handlers.push(handler), stop: () => stop(server) };
}

const always = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

async function answer(request, handlers) {
	// A foreign page can map its own name to 127.0.0.1; this header still contains the name.
	if (request.headers.host !== `${address}:${request.socket.localPort}`)
		return { status: 403, body: 'Open the address that `npm start` printed.' };
	if (request.method === 'OPTIONS') return { status: 204, forEditor: true };
	if (request.method !== 'GET') return { status: 405, body: 'Only GET is supported.' };
	const { pathname: path, searchParams: query } = new URL(request.url, `http://${address}`);
	for (const handle of handlers) {
		const page = await handle({ path, query, cookies: request.headers.cookie ?? '' });
		if (page) return page;
	}
	return { status: 404, body: 'Page not found.' };
}

/** n8n's editor sends cookies and its own headers; browsers then do not accept `*`. */
function openTo({ headers }) {
	const origin = headers.origin ?? '';
	if (!/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin)) return { vary: 'origin' };
	return {
		vary: 'origin',
		'access-control-allow-origin': origin,
		'access-control-allow-credentials': 'true',
		'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
	};
}

async function stop(server) {
	const closed = once(server, 'close');
	server.close();
	server.closeAllConnections();
	await closed;
}
