import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../core/ports/host';

/** Time for all searches of a plan. */
const maxSearchMs = 20_000;
/** Evaluations of conditions, and blocks gone through, on the way to one target. */
const maxSteps = 30_000;
/** Steps between two turns of the event loop. */
const stepsOfTurn = 20;

/** Why a search is over before it found something. */
export type SearchEnd = 'time' | 'steps';

export class SearchEnded extends Error {}

/** Bounds the search for cases, and lets other work of the process go on between its steps. */
export class Search {
	readonly #until: number;
	#steps = 0;

	constructor(
		private readonly clock: Clock,
		private readonly signal: AbortSignal,
	) {
		this.#until = clock.now() + maxSearchMs;
	}

	/** Begins with another target, which has steps of its own. */
	begin(): void {
		this.#steps = 0;
	}

	get end(): SearchEnd | undefined {
		if (this.signal.aborted || this.clock.now() >= this.#until) return 'time';
		return this.#steps > maxSteps ? 'steps' : undefined;
	}

	/** Counts an evaluation or a block. @throws SearchEnded */
	async step(): Promise<void> {
		if (++this.#steps % stepsOfTurn === 0) await setImmediate();
		if (this.end) throw new SearchEnded();
	}
}
