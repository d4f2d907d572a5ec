import type { TroupeError } from '../../core/base/errors';
import { type SandboxJob, type SandboxResult, SandboxWorker, type WorkerOptions } from './sandbox-worker';

/** Keeps restricted processes ready, so that runs need not wait for a start. Each runs one job and is replaced. */
export class WorkerPool {
	readonly #options: WorkerOptions;
	readonly #size: number;
	/** Started or starting, the first one first. */
	readonly #waiting: Array<Promise<SandboxWorker | TroupeError>> = [];
	readonly #leaving = new Set<Promise<void>>();
	#closed = false;

	constructor(options: WorkerOptions, size: number) {
		this.#options = options;
		this.#size = size;
	}

	/** Resolves when all processes wait for a job. @throws TroupeError when the level cannot be started here */
	async fill(): Promise<void> {
		await Promise.all(this.#leaving);
		while (!this.#closed && this.#waiting.length < this.#size) this.#waiting.push(this.#start());
		for (const started of await Promise.all(this.#waiting)) if (!(started instanceof SandboxWorker)) throw started;
	}

	/** @throws TroupeError when the level cannot be started here */
	async run(job: SandboxJob, signal?: AbortSignal): Promise<SandboxResult> {
		const worker = await (this.#waiting.shift() ?? this.#start());
		if (!(worker instanceof SandboxWorker)) throw worker;
		const result = await worker.run(job, signal);
		this.#replace(worker);
		return result;
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const worker of await Promise.all(this.#waiting.splice(0))) if (worker instanceof SandboxWorker) await worker.end();
		await Promise.all(this.#leaving);
	}

	/** The result does not wait. A remaining process counts, so that the pool never exceeds its size. */
	#replace(worker: SandboxWorker): void {
		const leaving = worker.gone.finally(() => {
			this.#leaving.delete(leaving);
			if (!this.#closed && this.#waiting.length < this.#size) this.#waiting.push(this.#start());
		});
		this.#leaving.add(leaving);
	}

	#start(): Promise<SandboxWorker | TroupeError> {
		return SandboxWorker.start(this.#options).catch((error: TroupeError) => error);
	}
}
