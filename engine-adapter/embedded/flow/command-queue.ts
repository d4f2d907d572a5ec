import { TroupeError, isTroupeError, getErrorMessage } from '../../../core/base/errors';
import { storageFault } from '../../../providers/database/storage-fault';
import { maxRestMs, maxTransactionMs, maxWaitingCommands, refuseOver } from '../bounds';
import { isStorageError, takeStepOrIncident } from './take-step-or-incident';
import type { Kernel } from './kernel';
import { engineState, SpoiledTransaction } from '../state/database';
import { takeStep } from './take-step';
import type { Step } from './step';

interface Command {
	run: () => unknown;
	/** True for a command of the engine itself: its failure leaves only it out. */
	isOwn?: boolean;
	resolve: (result: never) => void;
	reject: (error: unknown) => void;
}

const commandsPerTransaction = 200;

/** Number of transactions with savepoints after a spoiled one: more commands may fail in this way. */
const carefulTransactions = 100;

/**
 * The engine's one writer. Ready commands share a transaction and one disk sync; each is acknowledged on disk, and undone alone when refused. Most
 * refusals come before any write. Otherwise the transaction is undone and repeated with a savepoint for each command. So `run` is called again, and
 * must change nothing that a rollback leaves.
 */
export class CommandQueue {
	readonly #waiting: Command[] = [];
	#fault: TroupeError | undefined;
	#scheduled = false;
	#transactionMs = 0;
	#closing: Promise<void> | undefined;
	#careful = 0;

	constructor(
		private readonly kernel: Kernel,
		private readonly committed: () => void,
	) {}

	/** Resolves when the command and its steps are on disk. @throws TroupeError ENGINE_OVERLOADED */
	async submit<T>(run: () => T): Promise<T> {
		refuseOver(maxWaitingCommands, this.#waiting.length, 'commands');
		return this.submitAnyway(run);
	}

	async submitAnyway<T>(run: () => T, isOwn = false): Promise<T> {
		if (this.#closing) throw engineClosed();
		return new Promise<T>((resolve, reject) => {
			this.#waiting.push({ run, isOwn, resolve, reject });
			this.schedule();
		});
	}

	/** Between two transactions. @throws TroupeError STORAGE_* */
	readNow<T>(read: () => T): T {
		try {
			return read();
		} catch (error) {
			throw this.#toFault(error);
		}
	}

	get length(): number {
		return this.#waiting.length;
	}

	/**
	 * The state can be read and, after a failure, written again. @throws TroupeError STORAGE_*; a damaged file stays so until the engine is opened on
	 * a restored one
	 */
	async check(): Promise<void> {
		const fault = this.#fault;
		if (fault?.code === 'STORAGE_DAMAGED') throw fault;
		const { database } = this.kernel;
		await this.submitAnyway(() => (fault ? database.fillProbe() : database.get('SELECT 1 FROM counter')));
		if (!fault) return;
		await this.submitAnyway(() => database.removeProbe());
		if (this.#fault === fault) this.#fault = undefined;
	}

	schedule(): void {
		if (this.#scheduled) return;
		this.#scheduled = true;
		const latest = performance.now() + this.#transactionMs;
		const before = this.#waiting.length;
		setImmediate(() => this.#gather(before, latest));
	}

	/** Waits while each turn of the event loop brings commands, at most for a transaction's time: they share it and its sync. */
	#gather(before: number, latest: number): void {
		const { length } = this.#waiting;
		if (length > before && length < commandsPerTransaction && performance.now() < latest) setImmediate(() => this.#gather(length, latest));
		else this.#drain();
	}

	close(): Promise<void> {
		this.#closing ??= new Promise((resolve) => {
			this.#waiting.push({ run: () => undefined, resolve: () => resolve(), reject: () => resolve() });
			this.schedule();
		});
		return this.#closing;
	}

	#drain(): void {
		this.#scheduled = false;
		const commands: Command[] = [];
		const answers: Array<() => void> = [];
		const start = performance.now();
		const deadline = start + maxTransactionMs;
		try {
			this.kernel.database.transaction(() => {
				this.#resume(start + maxRestMs);
				while (
					this.#waiting.length > 0 &&
					commands.length < commandsPerTransaction &&
					(commands.length === 0 || performance.now() < deadline)
				) {
					commands.push(this.#waiting.shift()!);
					answers.push(this.#execute(commands.at(-1)!, deadline));
				}
			});
		} catch (error) {
			this.kernel.effects.take();
			if (error instanceof SpoiledTransaction) return this.#repeatCarefully(commands);
			const refused = commands.length > 0 ? commands : this.#waiting.splice(0, commandsPerTransaction);
			const fault = this.#toFault(error);
			for (const { reject } of refused) reject(fault);
			if (this.#waiting.length > 0) this.schedule();
			return;
		}
		this.#transactionMs = performance.now() - start;
		this.#careful = Math.max(0, this.#careful - 1);
		try {
			const hasStepsLeft = this.kernel.steps.hasPending();
			this.kernel.runaway.committed(hasStepsLeft);
			if (this.#waiting.length > 0 || hasStepsLeft) this.schedule();
			this.committed();
		} catch (error) {
			// The commands are on disk. The next reader meets the same fault and reports it.
			if (!isStorageError(error)) throw error;
			this.#toFault(error);
		} finally {
			for (const answer of answers) answer();
		}
	}

	#repeatCarefully(commands: Command[]): void {
		this.#waiting.unshift(...commands);
		this.#careful = carefulTransactions;
		this.schedule();
	}

	#toFault(error: unknown): TroupeError {
		if (isTroupeError(error)) return error;
		if (isStorageError(error)) return (this.#fault = storageFault(engineState(this.kernel.database.file), 'used', error));
		return new TroupeError({
			code: 'INTERNAL',
			message: `The engine failed: ${getErrorMessage(error)}.`,
			fix: 'Report this with the process that ran.',
			cause: error,
		});
	}

	/** Steps of earlier transactions. After a failure, they run one by one. */
	#resume(deadline: number): void {
		const { steps } = this.kernel;
		if (!steps.mayHoldBack) return;
		const goOn = (take: (kernel: Kernel, step: Step) => void): void =>
			this.#undoable(() => {
				steps.resume();
				steps.run((step) => take(this.kernel, step), deadline);
			});
		unlessStorageFails(
			() => goOn(takeStep),
			() => goOn(takeStepOrIncident),
		);
	}

	#execute({ run, isOwn, resolve, reject }: Command, deadline: number): () => void {
		const follow = (take: (kernel: Kernel, step: Step) => void): unknown =>
			this.#undoable(() => {
				const value = run();
				this.kernel.steps.run((step) => take(this.kernel, step), deadline);
				return value;
			});
		try {
			const result = isOwn
				? unlessStorageFails(
						() => follow(takeStep),
						() => follow(takeStepOrIncident),
					)
				: follow(takeStep);
			return () => resolve(result as never);
		} catch (error) {
			// A full disk undoes the whole transaction: nothing may be written outside of one.
			if (error instanceof SpoiledTransaction || !this.kernel.database.isInTransaction) throw error;
			const fault = this.#toFault(error);
			return () => reject(fault);
		}
	}

	/** Undone alone, with its announcements, when it throws. @throws SpoiledTransaction when that takes a savepoint */
	#undoable<T>(work: () => T): T {
		const { database, effects, steps } = this.kernel;
		return effects.guard(() => steps.guard(() => (this.#careful > 0 ? database.savepoint(work) : database.part(work))));
	}
}

/** Second way after an undone failure, unless the disk is to blame. */
function unlessStorageFails<T>(work: () => T, otherwise: () => T): T {
	try {
		return work();
	} catch (error) {
		if (isStorageError(error) || error instanceof SpoiledTransaction) throw error;
		return otherwise();
	}
}

function engineClosed(): TroupeError {
	return new TroupeError({ code: 'STATE_CONFLICT', message: 'The engine was closed.', fix: 'Open it again.' });
}
