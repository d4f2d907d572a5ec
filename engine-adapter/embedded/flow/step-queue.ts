import { parseJson, stringifyJson } from '../../../core/base/lossless-json';
import type { Variables } from '../../engine';
import type { Database } from '../state/database';
import type { Trigger } from './kernel';
import type { Correlation } from '../state/message-store';
import type { Broadcast } from '../events/signals';

/** One thing that follows from another, as Zeebe's follow-up commands do. */
export type Step =
	/** A scope of 0 is no scope: a process instance begins, with `key` given beforehand. */
	| {
			kind: 'activate';
			definitionKey: number;
			scopeKey: number;
			elementId: string;
			key?: number;
			flowId?: string;
			/** Its scope counts it as a token on its way. */
			counted?: true;
			trigger?: Trigger;
			/** Variables that the element begins with. */
			locals?: Variables;
	  }
	| { kind: 'complete'; key: number }
	| { kind: 'terminate'; key: number }
	/** Ends everything in the scope but an element that goes on, and what is no younger than `after`. */
	| { kind: 'terminate-children'; key: number; except?: string; after?: number }
	/** Of a multi-instance body: as many as are left. */
	| { kind: 'begin-iterations'; key: number; count: number; from?: number }
	/** So many listeners of the element's event are done. */
	| { kind: 'listened'; key: number; done: number }
	/** Tries again what an incident stopped. */
	| { kind: 'retry'; key: number }
	/** Looks for a message that is buffered for a subscription. */
	| { kind: 'look-for-message'; subscriptionKey: number }
	| { kind: 'correlate'; correlation: Correlation }
	| { kind: 'broadcast'; broadcast: Broadcast }
	| { kind: 'ring'; timerKey: number };

/** More than any sensible process takes between two waits; a longer run yields to other commands in between. */
const stepsPerTransaction = 1_000;

/**
 * The steps still to take, first in first out: the order in which Zeebe processes its log decides which of two branches moves first.
 * What one transaction does not get to is kept on disk and goes on in the next.
 */
export class StepQueue {
	private readonly steps: Step[] = [];
	/** Where the first of them are kept. */
	private readonly positions: number[] = [];
	/** Whether an earlier transaction, or an earlier process, may have kept some. */
	mayHoldBack = true;

	constructor(private readonly database: Database) {}

	push(step: Step): void {
		this.steps.push(step);
	}

	/** Takes the steps that are due in this transaction until that has lasted long enough, and keeps the rest. */
	run(take: (step: Step) => void, deadline: number): void {
		try {
			let taken = 0;
			while (taken < this.steps.length && taken < stepsPerTransaction && (taken === 0 || performance.now() < deadline)) {
				take(this.steps[taken++]!);
			}
			this.keepRest(taken);
		} finally {
			this.steps.length = 0;
			this.positions.length = 0;
		}
	}

	/** Brings back steps that an earlier transaction kept, if there may be some. */
	resume(): void {
		const rows = this.database.all<{ position: number; step: string }>(
			'SELECT position, step FROM pending_step ORDER BY position LIMIT ?',
			stepsPerTransaction,
		);
		for (const { position, step } of rows) {
			this.steps.push(parseJson(step) as Step);
			this.positions.push(position);
		}
	}

	/** Runs `work` and forgets the steps that it left when it throws. */
	guard(work: () => void): void {
		const before = this.steps.length;
		try {
			work();
		} catch (error) {
			this.steps.length = before;
			throw error;
		}
	}

	/** Those that were brought back keep their places before all others. */
	private keepRest(taken: number): void {
		const lastTaken = this.positions[Math.min(taken, this.positions.length) - 1];
		if (lastTaken !== undefined) this.database.run('DELETE FROM pending_step WHERE position <= ?', lastTaken);
		for (const step of this.steps.slice(Math.max(taken, this.positions.length))) {
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
