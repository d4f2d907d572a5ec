import { type Clock, systemClock } from '../../../core/ports/host';
import { SeenFiles } from '../../tree/seen-files';
import type { TimeNoter } from '../../trust/trust-rules';

export interface CacheOptions {
	clock?: Clock;
	/** Milliseconds between two checks of the files; 0 checks at each request. Default 250. */
	scanIntervalMs?: number;
	/** Milliseconds of a clock that nobody sets back. Default performance.now. */
	elapsed?: () => number;
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

/** Checks take at most this fraction (1 / n) of a process's time, so a large number of files is checked less often. The urgent ones are not. */
const minIntervalFactor = 20;
/** A check during which the process was stopped for minutes does not end the checks for hours. */
const maxIntervalMs = 10_000;

/** A decision based on files. It is made at the first request, and again before an answer when anything has changed. */
export class CachedDecision<Value extends object> {
	readonly #clock: Clock;
	readonly #scanIntervalMs: number;
	readonly #elapsed: () => number;
	readonly #decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>;
	#decision?: Decided<Value> & { seen: SeenFiles; settled: boolean };
	/** The last check of the urgent files. */
	#lookedAt = -Infinity;
	/** The last check of all files. */
	#scannedAt = -Infinity;
	#intervalMs: number;
	#deciding?: Promise<Value>;

	/** @param decide notes all files that it reads in `seen`; never throws */
	constructor(
		{ clock = systemClock, scanIntervalMs = 250, elapsed = () => performance.now() }: CacheOptions,
		decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>,
	) {
		this.#clock = clock;
		this.#scanIntervalMs = scanIntervalMs;
		this.#intervalMs = scanIntervalMs;
		this.#elapsed = elapsed;
		this.#decide = decide;
	}

	/** Returns the decision in force, if it is still valid. */
	current(): Value | undefined {
		const decision = this.#decision;
		if (decision === undefined) return undefined;
		const nowMs = this.#clock.now();
		if (nowMs >= decision.expiresAt) return undefined;
		// The system clock can be set back; this one cannot.
		const now = this.#elapsed();
		if (now - this.#lookedAt < this.#scanIntervalMs) return decision.value;
		if (!decision.settled || !this.#isUnchanged(decision.seen, now)) return undefined;
		decision.noteTime?.(nowMs);
		this.#lookedAt = now;
		return decision.value;
	}

	/** A revocation must not wait until it is time again for thousands of files. */
	#isUnchanged(seen: SeenFiles, now: number): boolean {
		if (now - this.#scannedAt < this.#intervalMs) return seen.urgent.unchanged();
		if (!seen.unchanged()) return false;
		this.#scannedAt = now;
		const pauseMs = this.#scanIntervalMs && (this.#elapsed() - now) * minIntervalFactor;
		this.#intervalMs = Math.max(this.#scanIntervalMs, Math.min(pauseMs, maxIntervalMs));
		return true;
	}

	/** Makes one decision at a time, shared by all callers. */
	make(): Promise<Value> {
		this.#deciding ??= this.#make().finally(() => {
			this.#deciding = undefined;
		});
		return this.#deciding;
	}

	async #make(isFirst = true): Promise<Value> {
		const lookedAt = this.#elapsed();
		const startedAt = Date.now();
		const seen = new SeenFiles();
		const decided = await this.#decide(seen, this.#clock.now());
		// Hashing can take seconds: who asked meanwhile must not be answered by an old snapshot.
		if (isFirst && !seen.urgent.unchanged()) return this.#make(false);
		this.#decision = { ...decided, seen, settled: seen.settled(startedAt) };
		this.#lookedAt = this.#scannedAt = lookedAt;
		this.#intervalMs = this.#scanIntervalMs;
		return decided.value;
	}
}
