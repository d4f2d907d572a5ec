import { setTimeout as sleep } from 'node:timers/promises';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Three missed heartbeats of 15 s: the stream is dead. */
export const maxSilenceMs = 45_000;
const maxEventLength = 64 * 1024;

/** Calls `heard` for each part before it is read. @throws Error for an event that is too long, and errors of the connection */
export async function* readEvents(
	body: AsyncIterable<Uint8Array>,
	onBytes: (bytes: number) => void,
	maxLength = maxEventLength,
): AsyncGenerator<EventSourceMessage, void> {
	const events: EventSourceMessage[] = [];
	const parser = createParser({
		maxBufferSize: maxLength,
		onEvent: (event) => events.push(event),
		onError: (error) => {
			if (error.type === 'max-buffer-size-exceeded') throw error;
		},
	});
	const decoder = new TextDecoder();
	for await (const part of body) {
		onBytes(part.length);
		parser.feed(decoder.decode(part, { stream: true }));
		yield* events.splice(0);
	}
}

export const eventNumber = (id: string | undefined): number | undefined =>
	id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;

export class Backoff {
	#nextMs: number;

	/** `ref`: keeps the process alive for the next attempt. */
	constructor(private readonly options: { firstMs: number; maxMs: number; ref: boolean }) {
		this.#nextMs = options.firstMs;
	}

	reset(): void {
		this.#nextMs = this.options.firstMs;
	}

	/** Ends early when the signal is aborted. */
	async pause(signal: AbortSignal, atLeastMs = 0): Promise<void> {
		const { maxMs: longestMs, ref } = this.options;
		const waitMs = Math.max(this.#nextMs, Math.min(atLeastMs, longestMs));
		this.#nextMs = Math.min(waitMs * 2, longestMs);
		await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal, ref }).catch((error: unknown) => {
			if (!signal.aborted) throw error;
		});
	}
}
