import { getErrorMessage } from '../../core/base/errors';
import { Backoff, eventNumber, maxSilenceMs, readEvents } from '../registry-over-http/read-events';
import { createFault, requireUsable, type RegistryReader } from './registry-reader';

export interface EventStreamOptions {
	hint: (type: string | undefined) => void;
	onFault: (error: unknown) => void;
	/** A connection silent for this time is treated as dead. */
	silenceMs?: number;
	firstWaitMs?: number;
	maxWaitMs?: number;
	/** More than a registry ever sends. The stream ends, and polling continues. */
	bytesPerMinute?: number;
}

/** Resumes server-sent events with the last id after each break. */
export class EventStream {
	readonly #http: RegistryReader;
	readonly #options: Required<EventStreamOptions>;
	#stop?: AbortController;
	#last?: number;
	#connected = false;

	constructor(http: RegistryReader, options: EventStreamOptions) {
		this.#http = http;
		this.#options = { silenceMs: maxSilenceMs, firstWaitMs: 1_000, maxWaitMs: 60_000, bytesPerMinute: 1024 * 1024, ...options };
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
		const { firstWaitMs, maxWaitMs, onFault } = this.#options;
		const backoff = new Backoff({ firstMs: firstWaitMs, maxMs: maxWaitMs, ref: false });
		while (!signal.aborted) {
			const startedAt = performance.now();
			try {
				await this.#connect(signal);
			} catch (error) {
				if (!signal.aborted) onFault(error);
			}
			this.#connected = false;
			// A connection that lasted is retried quickly; otherwise the waits grow.
			if (performance.now() - startedAt > maxWaitMs) backoff.reset();
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
			// Changes may have occurred without a connection.
			hint(undefined);
			const flood = new ByteBudget(bytesPerMinute);
			const onBytes = (bytes: number) => {
				timer.refresh();
				if (flood.take(bytes)) return;
				const details = { expected: `at most ${bytesPerMinute} bytes a minute`, actual: 'more' };
				throw createFault('events', 'size', `it sent more than ${bytesPerMinute} bytes of events in a minute`, { details });
			};
			for await (const { id, event } of readEvents(response, onBytes)) {
				this.#last = eventNumber(id) ?? this.#last;
				hint(event);
			}
		} catch (error) {
			if (!silence.signal.aborted) throw error;
			throw createFault('events', 'timeout', `it was silent for ${silenceMs} ms (${getErrorMessage(error)})`, {
				details: { expected: `a byte within ${silenceMs} ms`, actual: 'silence' },
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
