import { isTroupeError, TroupeError } from '../../../../core/base/errors';
import { letOthersRun } from '../../../../core/base/async/loop-yielder';
import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';

/** More would delay the earliest ones. */
const maxAtOnce = 256;
/** In memory, not yet on disk. */
const maxWaiting = 4_096;
const maxWaitingCharacters = 32 * 1024 * 1024;
const retryAfterMs = 5_000;

interface Waiting {
	request: ReceivedRequest;
	resolve: () => void;
	reject: (cause: unknown) => void;
}

/** Requests that arrive during a write share the next transaction and its sync. Each is acknowledged after the commit. */
export class RequestBatches {
	readonly #waiting: Waiting[] = [];
	readonly #resting = new Set<() => void>();
	#characters = 0;
	#isWriting = false;

	constructor(private readonly write: (requests: readonly ReceivedRequest[]) => Promise<void>) {}

	/** Resolves when stored. @throws TroupeError CHANNEL_BUSY; and as `write` does */
	async add(request: ReceivedRequest): Promise<void> {
		if (this.#waiting.length >= maxWaiting || this.#characters >= maxWaitingCharacters) throw tooManyWait(this.#waiting.length);
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		this.#waiting.push({ request, resolve, reject });
		this.#characters += request.stored.length;
		if (!this.#isWriting) void this.#writeAll();
		return promise;
	}

	async rest(maxMs: number): Promise<void> {
		if (!this.#isWriting || maxMs <= 0) return;
		const { promise, resolve } = Promise.withResolvers<void>();
		const timer = setTimeout(resolve, maxMs);
		this.#resting.add(resolve);
		await promise;
		this.#resting.delete(resolve);
		clearTimeout(timer);
	}

	async #writeAll(): Promise<void> {
		this.#isWriting = true;
		while (this.#waiting.length > 0) {
			// Includes requests already received.
			await letOthersRun();
			const batch = this.#waiting.splice(0, maxAtOnce);
			for (const { request } of batch) this.#characters -= request.stored.length;
			await this.#writeBatch(batch);
		}
		this.#isWriting = false;
		for (const resolve of this.#resting) resolve();
	}

	async #writeBatch(batch: readonly Waiting[]): Promise<void> {
		try {
			await this.write(batch.map(({ request }) => request));
			for (const { resolve } of batch) resolve();
		} catch (cause) {
			// A retryable fault concerns all. Otherwise one request is bad, and the others are stored.
			if (batch.length === 1 || (isTroupeError(cause) && cause.retryable)) for (const { reject } of batch) reject(cause);
			else for (const one of batch) await this.#writeBatch([one]);
		}
	}
}

const tooManyWait = (count: number) =>
	new TroupeError({
		code: 'CHANNEL_BUSY',
		message: `${count} requests to channels wait to be stored, at most ${maxWaiting} requests and ${maxWaitingCharacters} characters can.`,
		fix: 'Send the request again after the time in the header Retry-After.',
		retryable: true,
		retryAfterMs,
	});
