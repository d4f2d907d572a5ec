import { type Clock, systemClock } from '../../../core/ports/host';
import { SeenFiles } from '../../tree/seen-files';
import type { TimeNoter } from '../../trust/trust-rules';

export interface CacheOptions {
	clock?: Clock;
	/** Milliseconds between checks of the files; 0 checks at each request. Default 250. */
	scanIntervalMs?: number;
	/** Monotonic milliseconds. Default performance.now. */
	elapsed?: () => number;
}

export interface Decided<Value> {
	value: Value;
	expiresAt: number;
	/** Notes the time at each check: a clock set back has no effect. Absent when nothing was accepted. */
	noteTime?: TimeNoter;
}

/** Checks take at most this fraction (1 / n) of a process's time, so a large number of files is checked less often. The urgent ones are not. */
const minIntervalFactor = 20;
/** Bounds the interval after a check during which the process was suspended. */
const maxIntervalMs = 10_000;

/** Decides at the first request, and again when a file has changed. */
export class CachedDecision<Value extends object> {
	readonly #clock: Clock;
	readonly #scanIntervalMs: number;
	readonly #elapsed: () => number;
	readonly #decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>;
	#decision?: Decided<Value> & { seen: SeenFiles; settled: boolean };
	#lookedAt = -Infinity;
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

	current(): Value | undefined {
		const decision = this.#decision;
		if (decision === undefined) return undefined;
		const nowMs = this.#clock.now();
		if (nowMs >= decision.expiresAt) return undefined;
		const now = this.#elapsed();
		if (now - this.#lookedAt < this.#scanIntervalMs) return decision.value;
		if (!decision.settled || !this.#isUnchanged(decision.seen, now)) return undefined;
		decision.noteTime?.(nowMs);
		this.#lookedAt = now;
		return decision.value;
	}

	/** A revocation must not wait for thousands of files. */
	#isUnchanged(seen: SeenFiles, now: number): boolean {
		if (now - this.#scannedAt < this.#intervalMs) return seen.urgent.unchanged();
		if (!seen.unchanged()) return false;
		this.#scannedAt = now;
		const pauseMs = this.#scanIntervalMs && (this.#elapsed() - now) * minIntervalFactor;
		this.#intervalMs = Math.max(this.#scanIntervalMs, Math.min(pauseMs, maxIntervalMs));
		return true;
	}

	/** All callers share one running decision. */
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
		// Hashing can take seconds: callers must not get an old snapshot's answer.
		if (isFirst && !seen.urgent.unchanged()) return this.#make(false);
		this.#decision = { ...decided, seen, settled: seen.settled(startedAt) };
		this.#lookedAt = this.#scannedAt = lookedAt;
		this.#intervalMs = this.#scanIntervalMs;
		return decided.value;
	}
}
