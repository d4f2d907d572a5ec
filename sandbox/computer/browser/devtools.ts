import type { Duplex } from 'node:stream';

/** A DevTools message: answers have an id, events a method. */
interface Message {
	id?: number;
	method?: string;
	params?: unknown;
	sessionId?: string;
	result?: unknown;
	error?: { message: string };
}

type Listener = (params: Record<string, unknown>, sessionId: string | undefined) => void;

/** Max message bytes, for screenshots and page data. */
const maxMessageBytes = 32 * 1024 * 1024;

/** Speaks the DevTools protocol over two pipes; a zero byte ends each message. Input comes from untrusted code. */
export class DevTools {
	readonly #commands: Duplex;
	readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
	readonly #listeners = new Map<string, Listener>();
	#lastId = 0;
	#parts: Buffer[] = [];
	#bytes = 0;
	isOver = false;

	/** @param onFlood called for an overlong or invalid message */
	constructor(
		commands: Duplex,
		answers: Duplex,
		private readonly onFlood: () => void,
	) {
		this.#commands = commands;
		answers.on('data', (chunk: Buffer) => this.#read(chunk));
		answers.once('close', () => this.end());
	}

	on(event: string, listener: Listener): void {
		this.#listeners.set(event, listener);
	}

	/** @throws Error with the browser's message, or if it has ended */
	send<Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
		if (this.isOver) return Promise.reject(new Error('The browser has ended.'));
		const id = ++this.#lastId;
		const { promise, resolve, reject } = Promise.withResolvers<Result>();
		this.#waiting.set(id, { resolve: resolve, reject });
		this.#commands.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
		return promise;
	}

	end(): void {
		this.isOver = true;
		for (const { reject } of this.#waiting.values()) reject(new Error('The browser has ended.'));
		this.#waiting.clear();
	}

	#read(chunk: Buffer): void {
		let from = 0;
		for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
			const text = Buffer.concat([...this.#parts, chunk.subarray(from, end)]).toString();
			[this.#parts, this.#bytes, from] = [[], 0, end + 1];
			this.#take(text);
		}
		this.#parts.push(chunk.subarray(from));
		this.#bytes += chunk.length - from;
		if (this.#bytes <= maxMessageBytes) return;
		this.#parts = [];
		this.onFlood();
	}

	#take(text: string): void {
		const { id, method, params, sessionId, result, error } = this.#parse(text);
		if (method !== undefined) return this.#listeners.get(method)?.((params ?? {}) as Record<string, unknown>, sessionId);
		const waiting = id === undefined ? undefined : this.#waiting.get(id);
		if (!waiting) return;
		this.#waiting.delete(id!);
		if (error) waiting.reject(new Error(String(error.message).slice(0, 300)));
		else waiting.resolve(result as never);
	}

	#parse(text: string): Message {
		try {
			return JSON.parse(text) as Message;
		} catch {
			this.onFlood();
			return {};
		}
	}
}
