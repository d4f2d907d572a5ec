import type { TroupeError } from '../../base/errors';
import type { Clock } from '../../ports';
import { ruleFor } from './failure-rules';

/** When a breaker opens, and for how long. Times in milliseconds. */
export interface BreakerLimits {
	/** Failures one after the other. */
	failuresInARow: number;
	/** A share of the last answers, within a time, from a number of them on. */
	share: { failed: number; of: number; withinMs: number };
	/** Open for, the first time; doubled each time that the probe fails. */
	openMs: number;
	/** Open for, where only a person can help: a key that is refused, no credit, no such model. */
	lastingMs: number;
	/** However long a provider asks to be left alone. */
	longestMs: number;
}

export const defaultBreakerLimits: BreakerLimits = {
	failuresInARow: 5,
	share: { failed: 0.5, of: 20, withinMs: 60_000 },
	openMs: 5_000,
	lastingMs: 300_000,
	longestMs: 600_000,
};

/** Leave to make one call; the first word on how it ended counts. */
export interface Permit {
	succeeded(): void;
	failed(error: TroupeError): void;
	/** Nobody will know: cancelled, or read no further. */
	released(): void;
}

/** Keeps calls from a model that just failed too often: closed (all may call), open (nobody), half-open (one call, the probe). */
export class Breaker {
	#recent: Array<{ at: number; ok: boolean }> = [];
	#inARow = 0;
	/** Undefined while closed. */
	#open?: { until: number; /** The provider named the time. */ told: boolean };
	#openings = 0;
	#probe?: PromiseWithResolvers<void>;

	constructor(
		private readonly limits: BreakerLimits,
		private readonly clock: Clock,
	) {}

	get state(): 'closed' | 'open' | 'half-open' {
		if (!this.#open) return 'closed';
		return this.#open.until > this.clock.now() ? 'open' : 'half-open';
	}

	/** Ends with the probe that is under way, whatever comes of it. */
	get probed(): Promise<void> | undefined {
		return this.#probe?.promise;
	}

	/** When the next call may be made, in milliseconds since the epoch; Infinity while a probe is under way. */
	freeAt(early = false): number {
		if (!this.#open) return 0;
		if (this.#probe) return Infinity;
		return early && !this.#open.told ? 0 : this.#open.until;
	}

	/** @param early also while open, unless the provider said for how long: for who has nobody else to ask. One probe at a time all the same. */
	enter(early = false): Permit | undefined {
		if (this.freeAt(early) > this.clock.now()) return undefined;
		if (!this.#open) return this.#permit(() => undefined);
		const probe = (this.#probe = Promise.withResolvers<void>());
		return this.#permit(() => {
			this.#probe = undefined;
			probe.resolve();
		}, true);
	}

	#permit(end: () => void, probe = false): Permit {
		let over = false;
		const once = (act: () => void) => () => {
			if (over) return;
			over = true;
			end();
			act();
		};
		return {
			succeeded: once(() => this.#succeeded(probe)),
			failed: (error) => once(() => this.#failed(error, probe))(),
			released: once(() => undefined),
		};
	}

	#succeeded(probe: boolean): void {
		// A call from before the opening says nothing of now.
		if (this.#open && !probe) return;
		if (this.#open) this.#recent = [];
		this.#open = undefined;
		this.#openings = 0;
		this.#inARow = 0;
		this.#record(true);
	}

	#failed(error: TroupeError, probe: boolean): void {
		const rule = ruleFor(error.code).breaker;
		if (rule === 'ignores') return;
		if (rule === 'opens') return this.#openFor(this.limits.lastingMs);
		if (error.retryAfterMs !== undefined && error.retryAfterMs > 0) return this.#openFor(error.retryAfterMs, true);
		if (this.#open && !probe) return;
		this.#record(false);
		this.#inARow += 1;
		if (probe || this.#inARow >= this.limits.failuresInARow || this.#failsOften())
			this.#openFor(this.limits.openMs * 2 ** this.#openings++);
	}

	#openFor(milliseconds: number, told = false): void {
		const until = this.clock.now() + Math.min(milliseconds, this.limits.longestMs);
		if (!this.#open || until >= this.#open.until) this.#open = { until, told };
	}

	#record(ok: boolean): void {
		this.#recent.push({ at: this.clock.now(), ok });
		if (this.#recent.length > this.limits.share.of) this.#recent.shift();
	}

	#failsOften(): boolean {
		const { failed, of, withinMs } = this.limits.share;
		const since = this.clock.now() - withinMs;
		const recent = this.#recent.filter(({ at }) => at >= since);
		return recent.length >= of && recent.filter(({ ok }) => !ok).length >= failed * of;
	}
}
