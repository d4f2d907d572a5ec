import type { Job, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Worker } from '../../engine-adapter/engine/workers';

interface QueuedJob {
	job: Job;
	answer(outcome: JobOutcome): void;
}

/** So many cases after the last that had jobs of a type its worker is closed: one that asks in vain costs an engine that does not hold polls. */
const keptFor = 10;

/** Takes every job of the given types and keeps it until a case's script answers it. Job types are shared by cases, so workers stay open for a while. */
export class JobDesk {
	/** In order of activation, over all cases. */
	readonly activated: Job[] = [];
	readonly #queue: QueuedJob[] = [];
	readonly #workers = new Map<string, Promise<Worker>>();
	readonly #lastServed = new Map<string, number>();
	#cases = 0;

	constructor(private readonly engine: ProcessEngine) {}

	/** Tells whether any of the types is new. */
	async serve(types: ReadonlySet<string>): Promise<boolean> {
		for (const type of types) this.#lastServed.set(type, this.#cases);
		const unserved = [...types].filter((type) => !this.#workers.has(type));
		for (const type of unserved) this.#workers.set(type, this.#openWorker(type));
		await Promise.all(unserved.map((type) => this.#workers.get(type)!));
		return unserved.length > 0;
	}

	/** The oldest queued job of one of the processes, and of that element when one is named. */
	take(processIds: string[], elementId?: string): QueuedJob | undefined {
		const found = this.find(processIds, elementId);
		if (found) this.#queue.splice(this.#queue.indexOf(found), 1);
		return found;
	}

	/** Jobs of different types come as their workers happen to get them: those after the first `ordered` are put in order of creation. */
	sortAfter(ordered: number): void {
		const jobs = this.activated.splice(ordered).sort((a, b) => Number(a.key) - Number(b.key));
		this.activated.push(...jobs);
		this.#queue.sort((a, b) => this.activated.indexOf(a.job) - this.activated.indexOf(b.job));
	}

	/** Answers what a case left over, so that its workers are free again. */
	drop(processIds: string[]): void {
		for (let left = this.take(processIds); left; left = this.take(processIds)) left.answer({ kind: 'complete', variables: {} });
	}

	/** A case is over. */
	async turnPage(): Promise<void> {
		this.#cases++;
		const unused = [...this.#workers].filter(([type]) => this.#lastServed.get(type)! + keptFor < this.#cases);
		for (const [type] of unused) this.#workers.delete(type);
		await Promise.all(unused.map(async ([, worker]) => (await worker).close(0)));
	}

	/** Like take, and leaves the job in the queue. */
	find(processIds: string[], elementId?: string): QueuedJob | undefined {
		return this.#queue.find(({ job }) => processIds.includes(job.processId) && (elementId === undefined || job.elementId === elementId));
	}

	async close(): Promise<void> {
		await Promise.all([...this.#workers.values()].map(async (worker) => (await worker).close(0)));
	}

	#openWorker(type: string): Promise<Worker> {
		return this.engine.openWorker(type, { name: 'contract', concurrency: 200, timeoutMs: 300_000 }, (job, signal) => {
			this.activated.push(job);
			return new Promise((resolve, reject) => {
				this.#queue.push({ job, answer: resolve });
				signal.addEventListener('abort', () => reject(new Error('The contract run is over.')), { once: true });
			});
		});
	}
}
