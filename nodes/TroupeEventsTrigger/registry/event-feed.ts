import { isTroupeError, getErrorMessage } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import type { Caller, RegistryApi, RegistryEvent } from '../../../manifests/registry/registry-api';

export interface FeedSettings {
	/** The first wait after the stream ended; each next one is twice as long. */
	reconnectMs: number;
	/** Interval of additional requests, while the stream seems well. */
	quietMs: number;
	/** And while it is not. */
	pollMs: number;
}

const usualSettings: FeedSettings = { reconnectMs: 1_000, quietMs: 30_000, pollMs: 5_000 };
const longestReconnectMs = 60_000;

interface Listener {
	give(event: RegistryEvent): void;
	/** The registry will not answer any more: nothing is tried again. */
	fail(error: unknown): void;
	warn(line: string): void;
}

/** The registry's events, each once and in order, over a reopened stream. Also polls: a proxy can hold back a live stream. */
export class EventFeed {
	lastId = 0;
	readonly #closing = new AbortController();
	#failures = 0;

	constructor(
		private readonly api: Pick<RegistryApi, 'events'>,
		private readonly caller: Caller,
		private readonly listener: Listener,
		private readonly settings: FeedSettings = usualSettings,
	) {}

	/** The id of the newest event that there is; 0 before the first. */
	async newest(): Promise<number> {
		let newest = 0;
		for (let before = -1; before !== newest;) {
			before = newest;
			for await (const { id } of this.api.events(this.caller, newest, this.#closing.signal, { follow: false }))
				newest = Math.max(newest, id);
		}
		return newest;
	}

	start(after: number): void {
		this.lastId = after;
		void this.#follow();
		void this.#askBeside();
	}

	close(): void {
		this.#closing.abort();
	}

	async #follow(): Promise<void> {
		const { signal } = this.#closing;
		while (!signal.aborted) {
			try {
				for await (const event of this.api.events(this.caller, this.lastId, signal)) {
					this.#failures = 0;
					this.#deliver(event);
				}
				this.#failures++;
			} catch (error) {
				if (this.#refused(error)) return;
				this.#failures++;
				if (!signal.aborted) this.listener.warn(`The registry's event stream ended and is opened again: ${getErrorMessage(error)}`);
			}
			await pause(Math.min(this.settings.reconnectMs * 2 ** (this.#failures - 1), longestReconnectMs), signal);
		}
	}

	async #askBeside(): Promise<void> {
		const { signal } = this.#closing;
		const { quietMs, pollMs } = this.settings;
		let waitMs = quietMs;
		while (!signal.aborted) {
			await pause(Math.min(waitMs, this.#failures > 1 ? pollMs : quietMs), signal);
			// Found by polling: the stream is late. Look again soon, then less often.
			waitMs = (await this.#ask()) ? pollMs : Math.min(waitMs * 2, quietMs);
		}
	}

	/** @returns whether there was something that the stream had not brought */
	async #ask(): Promise<boolean> {
		if (this.#closing.signal.aborted) return false;
		const before = this.lastId;
		try {
			const events = this.api.events(this.caller, before, this.#closing.signal, { follow: false });
			for await (const event of events) this.#deliver(event);
		} catch (error) {
			if (!isTroupeError(error)) this.listener.warn(`Cannot read the registry's events: ${getErrorMessage(error)}`);
		}
		return this.lastId > before;
	}

	#deliver(event: RegistryEvent): void {
		if (this.#closing.signal.aborted || event.id <= this.lastId) return;
		this.lastId = event.id;
		this.listener.give(event);
	}

	/** A token that expired, or lost its scope, does not come back by itself. */
	#refused(error: unknown): boolean {
		if (this.#closing.signal.aborted || !isTroupeError(error) || error.code !== 'ACCESS_DENIED') return false;
		this.close();
		this.listener.fail(error);
		return true;
	}
}
