import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { storageFault } from '../storage-fault';
import type { WriterAnswer, WriterData, WriterTask, Written } from './file-writer-worker';

export type { Written };

/**
 * Writes to a SQLite file in its own thread, without blocking on the disk. Acknowledged changes are on the disk. Open the file first, and close it
 * last.
 */
export class FileWriter {
	#worker: Worker | undefined;
	#last = 0;
	readonly #waiting = new Map<number, PromiseWithResolvers<void>>();

	constructor(
		private readonly subject: { file: string; what: string },
		private readonly timeoutMs: number,
	) {}

	/** Applies all or nothing, in call order. @throws TroupeError STORAGE_… */
	write(...writes: Written[]): Promise<void> {
		const answered = Promise.withResolvers<void>();
		const task: WriterTask = { number: ++this.#last, writes };
		this.#waiting.set(task.number, answered);
		this.#worker ??= this.#start();
		// An idle thread does not keep the process alive.
		this.#worker.ref();
		this.#worker.postMessage(task);
		return answered.promise;
	}

	async close(): Promise<void> {
		const worker = this.#worker;
		if (worker === undefined) return;
		const ended = new Promise((resolve) => worker.once('exit', resolve));
		worker.ref();
		worker.postMessage('close');
		await ended;
	}

	#start(): Worker {
		const workerData: WriterData = { file: this.subject.file, timeoutMs: this.timeoutMs };
		const worker = new Worker(join(__dirname, 'file-writer-worker.ts'), {
			workerData,
			execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning'],
		});
		let fault: Error | undefined;
		worker.on('message', (answer: WriterAnswer) => this.#settle(answer));
		worker.on('error', (error: Error) => void (fault = error));
		worker.on('exit', (code) => this.#lose(worker, fault ?? new Error(`the thread that writes ended with code ${code}`)));
		return worker;
	}

	#settle(answer: WriterAnswer): void {
		const answered = this.#waiting.get(answer.number);
		this.#waiting.delete(answer.number);
		if (this.#waiting.size === 0) this.#worker?.unref();
		if (answer.failed === undefined) answered?.resolve();
		else answered?.reject(this.#toFault(Object.assign(new Error(answer.failed), { errcode: answer.errcode })));
	}

	/** The next write starts another thread. Lost work may be on the disk, or not. */
	#lose(worker: Worker, fault: Error): void {
		if (this.#worker === worker) this.#worker = undefined;
		for (const { reject } of this.#waiting.values()) reject(this.#toFault(fault));
		this.#waiting.clear();
	}

	#toFault(cause: Error) {
		return storageFault(this.subject, 'used', cause);
	}
}
