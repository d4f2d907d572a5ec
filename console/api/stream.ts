import { EventParser, type StreamEvent } from './event-parser';
import { sendInSession } from './session';

export interface StreamState {
	/** Milliseconds since the epoch; undefined while live. */
	lostSince?: number;
	/** Refused, without another attempt. */
	isOver: boolean;
}

interface Follower {
	take: (event: StreamEvent) => void;
	tell: (state: StreamState) => void;
}

/** The service writes at least a comment every 15 seconds. */
const silentMs = 35_000;
const openMs = 15_000;
const checkMs = 1_000;
const firstWaitMs = 500;
const maxWaitMs = 10_000;
/** Shorter interruptions are not shown. */
const toleratedMs = 2_000;

/**
 * Follows a stream until it is closed or over. Unlike EventSource, it detects dead lines, hears keep-alive comments, continues after errors,
 * and reports silence. Resumes after the last event (Last-Event-ID).
 */
export class Stream {
	readonly #parser = new EventParser();
	readonly #stop = new AbortController();
	#heard = Date.now();
	#brokenAt: number | undefined = Date.now();
	#isLost = false;
	#connection: AbortController | undefined;
	#wakeUp: () => void = () => undefined;

	constructor(
		private readonly address: string,
		private readonly follower: Follower,
	) {
		const { signal } = this.#stop;
		const timer = setInterval(() => this.#check(), checkMs);
		signal.addEventListener('abort', () => clearInterval(timer));
		addEventListener('online', () => this.#comeBack(), { signal });
		// A return to the page reconnects at once.
		document.addEventListener('visibilitychange', () => document.hidden || this.#comeBack(), { signal });
		void this.#run();
	}

	close(): void {
		this.#stop.abort();
		this.#connection?.abort();
		this.#wakeUp();
	}

	async #run(): Promise<void> {
		for (let failures = 0; !this.#stop.signal.aborted; failures += 1) {
			const before = this.#heard;
			if (await this.#connect()) {
				this.#tell({ lostSince: this.#heard, isOver: true });
				return this.close();
			}
			this.#brokenAt ??= Date.now();
			if (this.#heard !== before) failures = 0;
			await this.#wait(Math.min(maxWaitMs, firstWaitMs * 2 ** failures) * (0.5 + Math.random() / 2));
		}
	}

	async #connect(): Promise<boolean> {
		const connection = new AbortController();
		this.#connection = connection;
		const tooLong = setTimeout(() => connection.abort(), openMs);
		try {
			const { lastId } = this.#parser;
			const headers = { accept: 'text/event-stream', ...(lastId !== '' && { 'last-event-id': lastId }) };
			const { signal } = connection;
			const response = await sendInSession(() => fetch(this.address, { headers, signal, cache: 'no-store' }), signal);
			clearTimeout(tooLong);
			// Too many requests, and service faults, are temporary.
			if (!response.ok) return response.status < 500 && response.status !== 408 && response.status !== 429;
			this.#parser.reset();
			await this.#read(response.body!.getReader());
		} catch {
			// The line broke or timed out: retry, and report since when.
		} finally {
			clearTimeout(tooLong);
			connection.abort();
		}
		return false;
	}

	async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
		const decoder = new TextDecoder();
		for (;;) {
			const { done, value } = await reader.read();
			if (done || this.#stop.signal.aborted) return;
			this.#hear();
			for (const event of this.#parser.take(decoder.decode(value, { stream: true }))) this.#pass(event);
		}
	}

	#pass(event: StreamEvent): void {
		try {
			this.follower.take(event);
		} catch (fault) {
			// The line is not to blame for a fault of the page.
			reportError(fault);
		}
	}

	#hear(): void {
		this.#heard = Date.now();
		this.#brokenAt = undefined;
		if (!this.#isLost) return;
		this.#isLost = false;
		this.#tell({ isOver: false });
	}

	#check(): void {
		const now = Date.now();
		if (this.#brokenAt === undefined && now - this.#heard > silentMs) {
			this.#brokenAt = this.#heard;
			this.#connection?.abort();
		}
		if (this.#isLost || this.#brokenAt === undefined || now - this.#brokenAt < toleratedMs) return;
		this.#isLost = true;
		this.#tell({ lostSince: this.#heard, isOver: false });
	}

	#comeBack(): void {
		// A live service would have sent a comment.
		if (this.#brokenAt === undefined && Date.now() - this.#heard > silentMs / 2) this.#connection?.abort();
		this.#wakeUp();
	}

	#tell(state: StreamState): void {
		if (!this.#stop.signal.aborted) this.follower.tell(state);
	}

	#wait(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#wakeUp = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}
