import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Database } from '../state/database';
import type { Step } from './step';

/** More than any sensible process takes between two waits; a longer run yields to other commands in between. */
const stepsPerTransaction = 1_000;

/**
 * The steps still to take, first in first out: the order in which Zeebe processes its log decides which of two branches moves first.
 * Steps that one transaction does not get to are stored, and done by the next.
 */
export class StepQueue {
	readonly #steps: Step[] = [];
	/** Positions of the first stored steps. */
	readonly #positions: number[] = [];
	/** True if an earlier transaction, or an earlier process, may have stored some. */
	mayHoldBack = true;

	constructor(private readonly database: Database) {}

	push(step: Step): void {
		this.#steps.push(step);
	}

	/** Takes the steps that are due in this transaction until that has lasted long enough, and keeps the rest. */
	run(take: (step: Step) => void, deadline: number): void {
		try {
			let taken = 0;
			while (taken < this.#steps.length && taken < stepsPerTransaction && (taken === 0 || performance.now() < deadline)) {
				take(this.#steps[taken++]!);
			}
			this.#keepRest(taken);
		} finally {
			this.#steps.length = 0;
			this.#positions.length = 0;
		}
	}

	/** Brings back steps that an earlier transaction kept, if there may be some. */
	resume(): void {
		const rows = this.database.all<{ position: number; step: string }>(
			'SELECT position, step FROM pending_step ORDER BY position LIMIT ?',
			stepsPerTransaction,
		);
		for (const { position, step } of rows) {
			this.#steps.push(parseJson(step) as Step);
			this.#positions.push(position);
		}
	}

	/** Runs `work` and forgets the steps that it left when it throws. */
	guard<T>(work: () => T): T {
		const before = this.#steps.length;
		try {
			return work();
		} catch (error) {
			this.#steps.length = before;
			throw error;
		}
	}

	/** Stores the rest. Steps that were brought back stay before all others. */
	#keepRest(taken: number): void {
		const lastTaken = this.#positions[Math.min(taken, this.#positions.length) - 1];
		if (lastTaken !== undefined) this.database.run('DELETE FROM pending_step WHERE position <= ?', lastTaken);
		for (const step of this.#steps.slice(Math.max(taken, this.#positions.length))) {
			this.database.run('INSERT INTO pending_step (step) VALUES (?)', stringifyJson(step));
			this.mayHoldBack = true;
		}
	}

	/** To be asked after the transaction. */
	hasPending(): boolean {
		this.mayHoldBack &&= this.database.get('SELECT 1 FROM pending_step LIMIT 1') !== undefined;
		return this.mayHoldBack;
	}
}
