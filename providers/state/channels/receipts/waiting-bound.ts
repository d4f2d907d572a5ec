import { TroupeError } from '../../../../core/base/errors';

const defaultMaxWaitingBytes = 1024 * 1024 * 1024;
const retryAfterMs = 30_000;

/** @throws TroupeError CHANNEL_BUSY */
export function refuseWhenFull(bytes: number, maxBytes = defaultMaxWaitingBytes): void {
	if (bytes < maxBytes) return;
	throw new TroupeError({
		code: 'CHANNEL_BUSY',
		message: `The requests to channels that wait to be processed fill ${bytes} bytes. At most ${maxBytes} bytes can wait.`,
		fix: 'Send the request again after the time in the header Retry-After. If the error persists, make sure that `troupe serve` runs, and read its log.',
		retryable: true,
		retryAfterMs,
	});
}

const measureEveryMs = 5_000;
/** Pause between measurements, as a multiple of their duration. */
const restFactor = 10;

/** Caches a slow measurement. Other processes' additions count from the next one. */
export class MeasuredBytes {
	#bytes = 0;
	#nextAt = 0;

	constructor(private readonly measure: () => Promise<number>) {}

	async read(): Promise<number> {
		const begun = performance.now();
		if (begun >= this.#nextAt) {
			this.#bytes = await this.measure();
			const ended = performance.now();
			this.#nextAt = ended + Math.max(measureEveryMs, restFactor * (ended - begun));
		}
		return this.#bytes;
	}

	add(bytes: number): void {
		this.#bytes += bytes;
	}
}
