import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { matchesRequest, parseRequestPattern, type RequestPattern } from '../../../../core/ports/capabilities/request-pattern';
import { createRefusedError } from './refused-error';

interface Restriction {
	/** Undefined: everything. */
	patterns?: RequestPattern[];
	/** First refused request: `GET https://api.example.com/path`. */
	refused?: string;
}

type Modules = Record<'request' | 'get', (...values: unknown[]) => unknown>;

const maxRedirects = 20;

/**
 * Restricts n8n's helpers, `fetch`, `http` and `https` to the manifest's requests. Code with own sockets needs the sandbox
 * (docs/sandbox/approval.md).
 */
export class BoundRequests {
	#current: Restriction = {};

	/** Replaces Node's functions before libraries keep them. */
	static install(): BoundRequests {
		const bound = new BoundRequests();
		bound.#bindModule(http as unknown as Modules, 'http:');
		bound.#bindModule(https as unknown as Modules, 'https:');
		syncBuiltinESMExports();
		const send = globalThis.fetch;
		globalThis.fetch = (input, init) => bound.#fetch(send, input, init);
		return bound;
	}

	/** Applies to one task; a process runs one at a time. */
	restrict(requests: string[] | undefined): Readonly<Restriction> {
		this.#current = requests === undefined ? {} : { patterns: requests.map(parseRequestPattern) };
		return this.#current;
	}

	#bindModule(module: Modules, protocol: string): void {
		for (const name of ['request', 'get'] as const) {
			const send = module[name];
			module[name] = (...values) => {
				if (this.#current.patterns !== undefined) this.#check(...readRequest(protocol, values));
				return send(...values);
			};
		}
	}

	/** @throws Error for a request that the manifest does not allow, also after a redirect */
	async #fetch(send: typeof fetch, input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
		if (this.#current.patterns === undefined) return send(input, init);
		let request = new Request(input, init);
		for (let redirects = 0; ; redirects++) {
			this.#check(request.method, new URL(request.url));
			const again = request.clone();
			const response = await send(new Request(request, { redirect: 'manual' }));
			const target = response.headers.get('location');
			if (again.redirect !== 'follow' || target === null || ![301, 302, 303, 307, 308].includes(response.status)) return response;
			if (redirects >= maxRedirects) throw new TypeError('Too many redirects.');
			request = follow(again, new URL(target, again.url), response.status);
		}
	}

	#check(method: string, url: URL): void {
		const { patterns = [] } = this.#current;
		if (patterns.some((pattern) => matchesRequest(pattern, method, url))) return;
		const request = `${method} ${url.origin}${url.pathname}`;
		this.#current.refused ??= request;
		throw createRefusedError(`The manifest of the package does not allow ${request}`);
	}
}

/** Reads the arguments of `http.request`: an address, options, or both. */
function readRequest(protocol: string, [first, second]: unknown[]): [method: string, url: URL] {
	const isAddress = typeof first === 'string' || first instanceof URL;
	const options = ((isAddress ? second : first) ?? {}) as http.RequestOptions;
	const method = (options.method ?? 'GET').toUpperCase();
	// A socket file has no host that a list could name.
	if (options.socketPath) return [method, new URL('http://socket.invalid')];
	return [method, readUrl(protocol, isAddress ? new URL(String(first)) : undefined, options)];
}

function readUrl(protocol: string, address: URL | undefined, options: http.RequestOptions): URL {
	const url = new URL(`${options.protocol ?? address?.protocol ?? protocol}//${readHost(address, options)}`);
	url.port = String(options.port ?? address?.port ?? options.defaultPort ?? '');
	const [path = '/'] = String(options.path ?? address?.pathname ?? '/').split('?', 1);
	// A path that is an address goes to a proxy.
	url.pathname = path.startsWith('/') ? path : '/';
	return url;
}

function readHost(address: URL | undefined, { hostname, host }: http.RequestOptions): string {
	const name = String(hostname ?? host ?? address?.hostname ?? 'localhost');
	const isIpv6 = name.split(':').length > 2 && !name.startsWith('[');
	return isIpv6 ? `[${name}]` : name.replace(/:\d+$/, '');
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch, steps 11 to 13. */
function follow(request: Request, target: URL, status: number): Request {
	const asksAgain = status === 303 || (status < 303 && request.method === 'POST');
	const headers = new Headers(request.headers);
	if (target.origin !== new URL(request.url).origin) for (const name of ['authorization', 'cookie', 'host']) headers.delete(name);
	if (!asksAgain) return new Request(target, { method: request.method, headers, body: request.body, signal: request.signal, ...half });
	for (const name of [...headers.keys()].filter((one) => one.startsWith('content-'))) headers.delete(name);
	return new Request(target, { method: request.method === 'HEAD' ? 'HEAD' : 'GET', headers, signal: request.signal });
}

/** Node requires it for stream bodies. */
const half = { duplex: 'half' } as RequestInit;
