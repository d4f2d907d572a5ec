import { setTimeout as sleep } from 'node:timers/promises';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** The service sends a heartbeat every 15 s: a stream that says nothing for three of them is dead. */
export const longestSilenceMs = 45_000;
/** Letters of an event: one that is longer is none of ours. */
const longestEvent = 64 * 1024;

/**
 * The events of a stream as they come; `heard` is told of each piece before it is read.
 * @throws Error for an event that is too long, and whatever breaks the connection
 */
export async function* readEvents(
	body: AsyncIterable<Uint8Array>,
	heard: (bytes: number) => void,
): AsyncGenerator<EventSourceMessage, void> {
	const events: EventSourceMessage[] = [];
	const parser = createParser({
		maxBufferSize: longestEvent,
		onEvent: (event) => events.push(event),
		onError: (error) => {
			if (error.type === 'max-buffer-size-exceeded') throw error;
		},
	});
	const decoder = new TextDecoder();
	for await (const part of body) {
		heard(part.length);
		parser.feed(decoder.decode(part, { stream: true }));
		yield* events.splice(0);
	}
}

/** The number of an event of ours. */
export const eventNumber = (id: string | undefined): number | undefined =>
	id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;

/** Ever longer pauses between attempts, jittered so that a fleet does not come back at once. */
export class Backoff {
	#nextMs: number;

	/** `ref`: whether the process is kept alive for the next attempt. */
	constructor(private readonly options: { firstMs: number; longestMs: number; ref: boolean }) {
		this.#nextMs = options.firstMs;
	}

	/** The last attempt was a good one: the next is soon. */
	reset(): void {
		this.#nextMs = this.options.firstMs;
	}

	/** Ends early when the signal is aborted. */
	async pause(signal: AbortSignal, atLeastMs = 0): Promise<void> {
		const { longestMs, ref } = this.options;
		const waitMs = Math.max(this.#nextMs, Math.min(atLeastMs, longestMs));
		this.#nextMs = Math.min(waitMs * 2, longestMs);
		await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal, ref }).catch((error: unknown) => {
			if (!signal.aborted) throw error;
		});
	}
}
