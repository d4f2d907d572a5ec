import { availableParallelism } from 'node:os';
import { TroupeError } from '../../core/errors';
import type { DocumentReader, DocumentReading } from '../../core/ports';
import type { DocumentHint } from './detect-type';
import { ReaderProcess } from './reader-process';
import { failed, tooLarge } from './reading';

export interface DocumentReaderOptions {
	/** Of one document, from when its turn comes. Default two minutes. */
	timeoutMs?: number;
	/** Of one document's reading, all that the process holds. Default 640. */
	memoryMb?: number;
	/** Of a file. Default 128 MB. */
	mostBytes?: number;
	/** That read at the same time. Default 2, on one processor 1. */
	processes?: number;
	/** Documents that wait for their turn; one more is refused. Default 256. */
	mostWaiting?: number;
}

const defaults = { timeoutMs: 120_000, memoryMb: 640, mostBytes: 128 * 1024 * 1024, mostWaiting: 256 };

/**
 * Reads documents in processes of their own, so that a hostile one ends its reader and nothing else (docs/decisions/0080). They begin with the
 * first document, are let go after a while without one, and keep no program from ending.
 */
export function openDocumentReader(options: DocumentReaderOptions = {}): DocumentReader & { close(): Promise<void> } {
	const limits = { ...defaults, processes: Math.min(2, availableParallelism()), ...withoutGaps(options) };
	return new ReaderPool(limits);
}

type Limits = Required<DocumentReaderOptions>;

/** A document that waits, or is being read. */
interface Task {
	bytes: Uint8Array;
	hint: DocumentHint;
	settle(reading: DocumentReading): void;
	fail(error: Error): void;
}

class ReaderPool implements DocumentReader {
	readonly #limits: Limits;
	readonly #waiting = new Set<Task>();
	readonly #busy = new Map<Task, ReaderProcess>();
	#idle: ReaderProcess[] = [];
	#closed = false;

	constructor(limits: Limits) {
		this.#limits = limits;
	}

	async read(bytes: Uint8Array, hint: DocumentHint, signal: AbortSignal): Promise<DocumentReading> {
		if (signal.aborted) throw cancelled(signal.reason);
		if (this.#closed) throw closed();
		if (bytes.length > this.#limits.mostBytes) return tooLarge('bytes', this.#limits.mostBytes);
		if (this.#waiting.size >= this.#limits.mostWaiting) throw this.#overloaded();
		return this.#inTurn(bytes, { name: hint.name, mediaType: hint.mediaType }, signal);
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const task of [...this.#waiting, ...this.#busy.keys()]) task.fail(closed());
		const processes = [...this.#idle, ...this.#busy.values()];
		await Promise.all(processes.map((reader) => reader.end()));
	}

	#inTurn(bytes: Uint8Array, hint: DocumentHint, signal: AbortSignal): Promise<DocumentReading> {
		return new Promise((resolve, reject) => {
			const abort = () => this.#drop(task, cancelled(signal.reason));
			const settled = () => signal.removeEventListener('abort', abort);
			const task: Task = {
				bytes,
				hint,
				settle: (reading) => (settled(), resolve(reading)),
				fail: (error) => (settled(), reject(error)),
			};
			signal.addEventListener('abort', abort, { once: true });
			this.#waiting.add(task);
			this.#next();
		});
	}

	/** Whoever reads it is ended with it: there is no other way to stop what does not listen. */
	#drop(task: Task, error: TroupeError): void {
		this.#waiting.delete(task);
		task.fail(error);
		void this.#busy.get(task)?.end();
	}

	#next(): void {
		const [task] = this.#waiting;
		if (!task || this.#closed || this.#busy.size >= this.#limits.processes) return;
		this.#waiting.delete(task);
		this.#idle = this.#idle.filter((reader) => reader.isAlive);
		try {
			const reader = this.#idle.pop() ?? new ReaderProcess(this.#limits.memoryMb);
			this.#busy.set(task, reader);
			void this.#readWith(reader, task);
		} catch (error) {
			task.fail(error as Error);
		}
		this.#next();
	}

	async #readWith(reader: ReaderProcess, task: Task): Promise<void> {
		try {
			const answer = await reader.read(task.bytes, task.hint, this.#limits.timeoutMs);
			if (answer.kind === 'reading') task.settle(answer.reading);
			else if (answer.kind === 'timeout') task.settle(timedOut(this.#limits.timeoutMs));
			else if (answer.kind === 'memory') task.settle(tooLarge('MB in memory while it is read', this.#limits.memoryMb));
			else task.settle(broken());
		} catch (error) {
			task.fail(error as Error);
		} finally {
			this.#busy.delete(task);
			if (reader.isAlive && !this.#closed) this.#idle.push(reader);
			this.#next();
		}
	}

	#overloaded(): TroupeError {
		return new TroupeError({
			code: 'RATE_LIMITED',
			message: `${this.#limits.mostWaiting} documents wait to be read already, the most that may.`,
			fix: 'Give fewer documents at the same time.',
			retryable: true,
		});
	}
}

function timedOut(milliseconds: number): DocumentReading {
	return failed('timeout', `The document was not read within ${milliseconds / 1000} seconds.`, 'Split it, or save it again.');
}

function broken(): DocumentReading {
	return failed('corrupt', 'The document ended the process that read it.', 'Save it again.');
}

function cancelled(cause: unknown): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message: 'The reading of a document was cancelled.', cause });
}

function closed(): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message: 'The reader of documents was closed.' });
}

function withoutGaps(options: DocumentReaderOptions): Partial<Limits> {
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
