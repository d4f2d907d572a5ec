import { systemClock, type Clock } from '../../../core/ports';
import { SeenFiles } from '../../tree/seen-files';
import type { TimeNoter } from '../../trust/trust-store';

export interface CacheOptions {
	clock?: Clock;
	/** Milliseconds between two checks of the files; 0 checks at each request. Default 250. */
	scanIntervalMs?: number;
}

/** A decision based on files, valid until a time in milliseconds since the epoch. */
export interface Decided<Value> {
	value: Value;
	expiresAt: number;
	/**
	 * Called with the time at each check of the files, so that setting the clock back before a restart has no effect. Absent when nothing was
	 * accepted.
	 */
	noteTime?: TimeNoter;
}

/** Checks take at most this fraction (1 / n) of a process's time, so a large number of files is checked less often. */
const minIntervalFactor = 20;

/** A decision based on files. It is made at the first request, and again before an answer when anything has changed. */
export class CachedDecision<Value extends object> {
	readonly #clock: Clock;
	readonly #scanIntervalMs: number;
	readonly #decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>;
	#decision?: Decided<Value> & { seen: SeenFiles; settled: boolean };
	#lookedAt = -Infinity;
	#intervalMs: number;
	#deciding?: Promise<Value>;

	/** @param decide notes all files that it reads in `seen`; never throws */
	constructor(
		{ clock = systemClock, scanIntervalMs = 250 }: CacheOptions,
		decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>,
	) {
		this.#clock = clock;
		this.#scanIntervalMs = scanIntervalMs;
		this.#intervalMs = scanIntervalMs;
		this.#decide = decide;
	}

	/** Returns the decision in force, if it is still valid. */
	current(): Value | undefined {
		const decision = this.#decision;
		if (decision === undefined) return undefined;
		const nowMs = this.#clock.now();
		if (nowMs >= decision.expiresAt) return undefined;
		// The system clock can be set back; this one cannot.
		const now = performance.now();
		if (now - this.#lookedAt < this.#intervalMs) return decision.value;
		if (!decision.settled || !decision.seen.unchanged()) return undefined;
		decision.noteTime?.(nowMs);
		this.#lookedAt = now;
		this.#intervalMs = Math.max(this.#scanIntervalMs, this.#scanIntervalMs && (performance.now() - now) * minIntervalFactor);
		return decision.value;
	}

	/** Makes one decision at a time, shared by all callers. */
	make(): Promise<Value> {
		this.#deciding ??= this.#make().finally(() => {
			this.#deciding = undefined;
		});
		return this.#deciding;
	}

	async #make(): Promise<Value> {
		const lookedAt = performance.now();
		const startedAt = Date.now();
		const seen = new SeenFiles();
		const decided = await this.#decide(seen, this.#clock.now());
		this.#decision = { ...decided, seen, settled: seen.settled(startedAt) };
		this.#lookedAt = lookedAt;
		this.#intervalMs = this.#scanIntervalMs;
		return decided.value;
	}
}
