/** A man in the middle: forwards answers of a real registry, unless a test makes it withhold, replay, swap or cut one. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A complete answer of the registry. */
export interface Answer {
	status: number;
	headers: OutgoingHttpHeaders;
	body: Buffer;
}

/** In the place of the registry; `ask` gets what it would have said, with `path` in the place of what was asked for. */
export type Tampering = (response: ServerResponse, ask: (path?: string) => Promise<Answer>, asked: IncomingMessage) => void | Promise<void>;

const prefix = '/api/v1/';

export class TamperingProxy {
	/** Handlers by path below `/api/v1/`, with `*` for a hash. */
	readonly tampering = new Map<string, Tampering>();
	/** The requested paths, in order. */
	readonly requests: string[] = [];
	#target: URL;
	readonly #streams = new Set<ServerResponse>();
	readonly #server = createServer((asked, response) => void this.#handle(asked, response));
	url = '';

	private constructor(target: string) {
		this.#target = new URL(target);
	}

	static async before(target: string): Promise<TamperingProxy> {
		const proxy = new TamperingProxy(target);
		await proxy.#listen(0);
		return proxy;
	}

	/** Before another one, which was started in its place. */
	lead(target: string): void {
		this.#target = new URL(target);
	}

	/** Cuts every connection and refuses new ones. */
	async goDown(): Promise<void> {
		if (!this.#server.listening) return;
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, 'close');
	}

	/** Listens again at the same address. */
	async comeBack(): Promise<void> {
		await this.#listen(Number(new URL(this.url).port));
	}

	/** Writes bytes into every event stream. */
	inject(text: string): void {
		for (const stream of this.#streams) stream.write(text);
	}

	/** Counts the requests for one path. */
	countRequests(path: string): number {
		return this.requests.filter((one) => one === path).length;
	}

	async #listen(port: number): Promise<void> {
		this.#server.listen(port, '127.0.0.1');
		await once(this.#server, 'listening');
		this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	async #handle(asked: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = (asked.url ?? '').slice(prefix.length);
		this.requests.push(path);
		const tampering = this.tampering.get(path) ?? this.tampering.get(path.replace(/[0-9a-f]{64}/, '*'));
		if (tampering !== undefined) return tampering(response, (other = path) => this.#ask(other, asked), asked);
		const upstream = await this.#open(path, asked).catch(() => undefined);
		if (upstream === undefined) return void response.destroy();
		response.writeHead(upstream.statusCode ?? 502, upstream.headers);
		if (path.startsWith('events')) {
			this.#streams.add(response);
			response.once('close', () => this.#streams.delete(response));
		}
		response.once('close', () => upstream.destroy());
		upstream.once('error', () => response.destroy());
		upstream.pipe(response);
	}

	async #ask(path: string, asked: IncomingMessage): Promise<Answer> {
		const incoming = await this.#open(path, asked);
		return { status: incoming.statusCode ?? 502, headers: incoming.headers, body: Buffer.concat(await incoming.toArray()) };
	}

	#open(path: string, asked: IncomingMessage): Promise<IncomingMessage> {
		return new Promise((resolve, reject) => {
			const { host: _, connection: __, ...headers } = asked.headers;
			request(new URL(`${prefix}${path}`, this.#target), { headers, agent: false }, resolve)
				.once('error', reject)
				.end();
		});
	}
}

/** The usual result of tampering. */
export const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
	const { 'content-length': _, 'transfer-encoding': __, ...others } = headers;
	response.writeHead(status, others).end(body);
};
