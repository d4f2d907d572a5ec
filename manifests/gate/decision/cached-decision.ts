import { systemClock, type Clock } from '../../../core/ports';
import { SeenFiles } from '../../tree/seen-files';
import type { TimeNoter } from '../../trust/trust-store';

export interface CacheOptions {
	clock?: Clock;
	/** Milliseconds between two looks at the files; 0 looks at each question. Default 250. */
	scanIntervalMs?: number;
}

/** Something decided by files, good until a time in milliseconds since the epoch. */
export interface Decided<Value> {
	value: Value;
	expiresAt: number;
	/** Told the time at each look at the files: a clock that is set back gains nothing by a restart. Absent where nothing was accepted. */
	noteTime?: TimeNoter;
}

/** Looks take at most one part in this many of a process's time: twenty thousand files are looked at less often than eighty. */
const mostShareOfLooks = 20;

/** A decision that rests on files: made at the first question, and again before the answer when anything has changed. */
export class CachedDecision<Value extends object> {
	readonly #clock: Clock;
	readonly #scanIntervalMs: number;
	readonly #decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>;
	#decision?: Decided<Value> & { seen: SeenFiles; settled: boolean };
	#lookedAt = -Infinity;
	#intervalMs: number;
	#deciding?: Promise<Value>;

	/** @param decide notes all that it reads in `seen`; never throws */
	constructor(
		{ clock = systemClock, scanIntervalMs = 250 }: CacheOptions,
		decide: (seen: SeenFiles, nowMs: number) => Promise<Decided<Value>>,
	) {
		this.#clock = clock;
		this.#scanIntervalMs = scanIntervalMs;
		this.#intervalMs = scanIntervalMs;
		this.#decide = decide;
	}

	/** The decision in force, if nothing speaks against it. */
	current(): Value | undefined {
		const decision = this.#decision;
		if (decision === undefined) return undefined;
		const nowMs = this.#clock.now();
		if (nowMs >= decision.expiresAt) return undefined;
		// The clock of the wall can be set back; this one cannot.
		const now = performance.now();
		if (now - this.#lookedAt < this.#intervalMs) return decision.value;
		if (!decision.settled || !decision.seen.unchanged()) return undefined;
		decision.noteTime?.(nowMs);
		this.#lookedAt = now;
		this.#intervalMs = Math.max(this.#scanIntervalMs, this.#scanIntervalMs && (performance.now() - now) * mostShareOfLooks);
		return decision.value;
	}

	/** One decision at a time, shared by everyone who asks meanwhile. */
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
