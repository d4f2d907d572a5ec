import { pause } from '../base/async/pause';

/** Without a wake-up, a loop looks after this time. */
const usualIdleMs = 1_000;
/** After a failure, such as a database that does not answer. */
const failedMs = 5_000;

/** Repeats work while there is any, and waits for a wake-up otherwise. */
export class Loop {
	#awake = new AbortController();
	#isDraining = false;
	ended: Promise<void> = Promise.resolve();

	/** @param work returns how much it did */
	constructor(
		private readonly what: string,
		private readonly work: (signal: AbortSignal) => Promise<number>,
		private readonly onFault: (what: string, fault: unknown) => void,
		private readonly idleMs = usualIdleMs,
	) {}

	start(signal: AbortSignal): void {
		this.ended = this.#run(signal);
	}

	wake(): void {
		this.#awake.abort();
	}

	/** Begins nothing new. */
	drain(): void {
		this.#isDraining = true;
		this.wake();
	}

	async #run(signal: AbortSignal): Promise<void> {
		while (!this.#isDraining && !signal.aborted) {
			const awake = new AbortController();
			this.#awake = awake;
			const waitMs = await this.#doOnce(signal);
			if (waitMs > 0 && !this.#isDraining) await pause(waitMs, AbortSignal.any([awake.signal, signal]));
		}
	}

	async #doOnce(signal: AbortSignal): Promise<number> {
		try {
			return (await this.work(signal)) > 0 ? 0 : this.idleMs;
		} catch (fault) {
			if (signal.aborted) return 0;
			this.onFault(this.what, fault);
			return failedMs;
		}
	}
}
