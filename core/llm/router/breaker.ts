import type { TroupeError } from '../../base/errors';
import type { Clock } from '../../ports/host';
import { ruleFor } from './failure-rules';

export interface BreakerLimits {
	failuresInARow: number;
	/** Share of failures within a time, from a min number of answers on. */
	share: { failed: number; of: number; withinMs: number };
	/** First opening; doubled each time the probe fails. */
	openMs: number;
	/** If only a person can help: a refused key, no credit, an unknown model. */
	lastingMs: number;
	/** Even if a provider asks for more. */
	maxMs: number;
}

export const defaultBreakerLimits: BreakerLimits = {
	failuresInARow: 5,
	share: { failed: 0.5, of: 20, withinMs: 60_000 },
	openMs: 5_000,
	lastingMs: 300_000,
	maxMs: 600_000,
};

export interface Permit {
	succeeded(): void;
	failed(error: TroupeError): void;
	/** Result unknown: cancelled, or not read to the end. */
	released(): void;
}

/** Closed (all calls), open (none), half-open (one call, the probe). */
export class Breaker {
	#recent: Array<{ at: number; ok: boolean }> = [];
	#inARow = 0;
	#open?: { until: number; isSpecified: boolean };
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

	get probed(): Promise<void> | undefined {
		return this.#probe?.promise;
	}

	/** Milliseconds since the epoch; Infinity during a probe. */
	freeAt(early = false): number {
		if (!this.#open) return 0;
		if (this.#probe) return Infinity;
		return early && !this.#open.isSpecified ? 0 : this.#open.until;
	}

	/** @param early allows one probe while open, unless the provider specified the time: for a caller without another model */
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
		// A call from before the opening says nothing about the current state.
		if (this.#open && !probe) return;
		if (this.#open) this.#recent = [];
		this.#open = undefined;
		this.#openings = 0;
		this.#inARow = 0;
		this.#record(true);
	}

	#failed(error: TroupeError, probe: boolean): void {
		const rule = ruleFor(error).breaker;
		if (rule === 'ignores') return;
		if (rule === 'opens') return this.#openFor(this.limits.lastingMs);
		if (error.retryAfterMs !== undefined && error.retryAfterMs > 0) return this.#openFor(error.retryAfterMs, true);
		if (this.#open && !probe) return;
		this.#record(false);
		this.#inARow += 1;
		if (probe || this.#inARow >= this.limits.failuresInARow || this.#failsOften())
			this.#openFor(this.limits.openMs * 2 ** this.#openings++);
	}

	#openFor(milliseconds: number, isSpecified = false): void {
		const until = this.clock.now() + Math.min(milliseconds, this.limits.maxMs);
		if (!this.#open || until >= this.#open.until) this.#open = { until, isSpecified };
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
