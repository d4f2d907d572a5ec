import { TroupeError, isTroupeError, messageOf } from '../../core/errors';
import { mostWaitingCommands, refuseOver } from './bounds';
import type { Kernel } from './kernel';
import { takeStep } from './lifecycle';

interface Command {
	run: () => unknown;
	resolve: (result: never) => void;
	reject: (error: unknown) => void;
}

const commandsPerTransaction = 200;

/**
 * The engine's one writer. Commands that are ready together share a transaction, and so one sync of the disk;
 * each is acknowledged when it is on disk, and undone alone when it is refused.
 */
export class CommandQueue {
	private waiting: Command[] = [];
	private scheduled = false;
	private closing: Promise<void> | undefined;

	constructor(
		private readonly kernel: Kernel,
		/** Told after every transaction. */
		private readonly committed: () => void,
	) {}

	/** Runs the command and the steps that follow from it; resolves when both are on disk. @throws TroupeError ENGINE_OVERLOADED */
	async submit<T>(run: () => T): Promise<T> {
		refuseOver(mostWaitingCommands, this.waiting.length, 'commands');
		return this.submitAnyway(run);
	}

	/** For what ends work or is the engine's own: Zeebe takes that at any load too, because refusing it would keep the load. */
	async submitAnyway<T>(run: () => T): Promise<T> {
		if (this.closing) throw engineClosed();
		return new Promise<T>((resolve, reject) => {
			this.waiting.push({ run, resolve, reject });
			this.schedule();
		});
	}

	/** Commands that wait for their transaction. */
	get length(): number {
		return this.waiting.length;
	}

	/** Goes on with the steps that are left on disk, if any. */
	schedule(): void {
		if (this.scheduled) return;
		this.scheduled = true;
		setImmediate(() => this.drain());
	}

	/** Finishes what was submitted and takes nothing more. */
	close(): Promise<void> {
		this.closing ??= new Promise((resolve) => {
			this.waiting.push({ run: () => undefined, resolve: () => resolve(), reject: () => resolve() });
			this.schedule();
		});
		return this.closing;
	}

	private drain(): void {
		this.scheduled = false;
		const commands = this.waiting.splice(0, commandsPerTransaction);
		const answers: Array<() => void> = [];
		try {
			this.kernel.database.transaction(() => {
				this.resume();
				for (const command of commands) answers.push(this.execute(command));
			});
		} catch (error) {
			this.kernel.effects.take();
			for (const { reject } of commands) reject(asTroupeError(error));
			if (this.waiting.length > 0) this.schedule();
			return;
		}
		if (this.waiting.length > 0 || this.kernel.steps.hasPending()) this.schedule();
		this.committed();
		for (const answer of answers) answer();
	}

	private resume(): void {
		this.kernel.steps.resume();
		this.kernel.steps.run((step) => takeStep(this.kernel, step));
	}

	private execute({ run, resolve, reject }: Command): () => void {
		try {
			const result = this.kernel.effects.guard(() =>
				this.kernel.database.savepoint(() => {
					const value = run();
					this.kernel.steps.run((step) => takeStep(this.kernel, step));
					return value;
				}),
			);
			return () => resolve(result as never);
		} catch (error) {
			return () => reject(asTroupeError(error));
		}
	}
}

function asTroupeError(error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	const storage = (error as { code?: string }).code === 'ERR_SQLITE_ERROR';
	return new TroupeError({
		code: 'INTERNAL',
		message: `The engine failed${storage ? ' to use its state file' : ''}: ${messageOf(error)}.`,
		fix: storage ? 'Check that the disk has room and the file may be written.' : 'Report it with the process that ran.',
		cause: error,
	});
}

function engineClosed(): TroupeError {
	return new TroupeError({ code: 'STATE_CONFLICT', message: 'The engine was closed.', fix: 'Open it again.' });
}
