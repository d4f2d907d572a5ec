import { messageOf } from '../../core/base/errors';
import { Backoff, eventNumber, longestSilenceMs, readEvents } from '../registry-over-http/read-events';
import { fault, requireUsable, type RegistryHttp } from './registry-reader';

export interface EventStreamOptions {
	/** Something may have changed. What an event says beyond that is not believed. */
	hint: (type: string | undefined) => void;
	/** A connection that failed; the next one is tried by itself. */
	tell: (error: unknown) => void;
	/** Without a byte for this long a connection is taken for dead. */
	silenceMs?: number;
	firstWaitMs?: number;
	longestWaitMs?: number;
	/** More than this in a minute is no registry's: the connection is ended, and the poll goes on. */
	bytesPerMinute?: number;
}

/** Follows the registry's server-sent events, coming back with the last id after each break. */
export class EventStream {
	readonly #http: RegistryHttp;
	readonly #options: Required<EventStreamOptions>;
	#stop?: AbortController;
	#last?: number;
	#connected = false;

	constructor(http: RegistryHttp, options: EventStreamOptions) {
		this.#http = http;
		this.#options = { silenceMs: longestSilenceMs, firstWaitMs: 1_000, longestWaitMs: 60_000, bytesPerMinute: 1024 * 1024, ...options };
	}

	get connected(): boolean {
		return this.#connected;
	}

	start(): void {
		if (this.#stop !== undefined) return;
		this.#stop = new AbortController();
		void this.#follow(this.#stop.signal);
	}

	stop(): void {
		this.#stop?.abort();
		this.#stop = undefined;
	}

	async #follow(signal: AbortSignal): Promise<void> {
		const { firstWaitMs, longestWaitMs, tell } = this.#options;
		const backoff = new Backoff({ firstMs: firstWaitMs, longestMs: longestWaitMs, ref: false });
		while (!signal.aborted) {
			const startedAt = performance.now();
			try {
				await this.#connect(signal);
			} catch (error) {
				if (!signal.aborted) tell(error);
			}
			this.#connected = false;
			// A connection that held is followed by a quick one; one that did not, by ever slower ones.
			if (performance.now() - startedAt > longestWaitMs) backoff.reset();
			await backoff.pause(signal);
		}
	}

	async #connect(signal: AbortSignal): Promise<void> {
		const { hint, silenceMs, bytesPerMinute } = this.#options;
		const silence = new AbortController();
		const timer = setTimeout(() => silence.abort(), silenceMs).unref();
		try {
			const headers = { accept: 'text/event-stream', ...(this.#last !== undefined && { 'last-event-id': String(this.#last) }) };
			const response = await this.#http.open('events', headers, AbortSignal.any([signal, silence.signal]));
			requireUsable('events', response);
			this.#connected = true;
			// What happened while there was no connection.
			hint(undefined);
			const flood = new ByteBudget(bytesPerMinute);
			const heard = (bytes: number) => {
				timer.refresh();
				if (flood.take(bytes)) return;
				const details = { expected: `at most ${bytesPerMinute} bytes a minute`, actual: 'more' };
				throw fault('events', 'size', `it sent more than ${bytesPerMinute} bytes of events in a minute`, { details });
			};
			for await (const { id, event } of readEvents(response, heard)) {
				this.#last = eventNumber(id) ?? this.#last;
				hint(event);
			}
		} catch (error) {
			if (!silence.signal.aborted) throw error;
			throw fault('events', 'timeout', `it was silent for ${silenceMs} ms (${messageOf(error)})`, {
				details: { expected: `a sign of life within ${silenceMs} ms`, actual: 'silence' },
				cause: error,
			});
		} finally {
			clearTimeout(timer);
		}
	}
}

class ByteBudget {
	#since = performance.now();
	#spent = 0;
	constructor(private readonly perMinute: number) {}

	take(bytes: number): boolean {
		if (performance.now() - this.#since > 60_000) {
			this.#since = performance.now();
			this.#spent = 0;
		}
		this.#spent += bytes;
		return this.#spent <= this.perMinute;
	}
}
