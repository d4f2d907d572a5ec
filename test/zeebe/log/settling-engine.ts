import { randomUUID } from 'node:crypto';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { JobHandler } from '../../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import type { InstanceResult, StartRequest } from '../../../engine-adapter/engine/starts';
import type { Worker, WorkerOptions } from '../../../engine-adapter/engine/workers';
import type { ExportedRecords } from './exported-records';
import { OpenWork, add, barrierName } from './open-work';

/** A busy machine may need so long for one step; beyond it something is wrong. */
const maxWaitMs = 20_000;

/** A real engine that can tell when nothing more happens in it without outside input: its log is read to a mark that passed all of it. */
export class SettlingEngine {
	/** To be used instead of the engine: what goes through it is waited for. */
	readonly engine: ProcessEngine;
	readonly #worker = `settling-${randomUUID()}`;
	readonly #open = new OpenWork(this.#worker);
	readonly #served = new Set<string>();
	readonly #received = new Map<string, number>();
	readonly #given = new Map<string, number>();
	#awaited: Array<() => boolean> = [];
	#next = 0;

	constructor(
		inner: ProcessEngine,
		private readonly records: ExportedRecords,
	) {
		const watched: Pick<ProcessEngine, 'openWorker' | 'startAndAwait'> = {
			openWorker: (type, options, handler) => this.#openWorker(inner, type, options, handler),
			startAndAwait: (request, timeoutMs) => this.#startAndAwait(inner, request, timeoutMs),
		};
		this.engine = new Proxy(inner, {
			get: (target, name) => {
				const value: unknown = Reflect.get(name in watched ? watched : target, name);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			},
		});
	}

	/** Resolves when the log is quiet, every job that can be activated is with its worker, and whatever was due has happened. */
	async settle(): Promise<void> {
		const deadline = Date.now() + maxWaitMs;
		for (let before = -1; before !== this.#open.count;) {
			await this.#until(() => this.#pending(), deadline);
			before = this.#open.count;
			await this.#passBarrier(deadline);
			if (this.#pending() !== undefined) before = -1;
		}
		// Those who follow the records have them when this turn is over.
		await turn();
	}

	/** Lets time pass, as long as there is anything that waits for it. */
	async wait(ms: number): Promise<void> {
		const end = Date.now() + ms;
		for (;;) {
			await this.settle();
			const due = this.#open.nextDue();
			if (due === undefined || Date.now() >= end) return;
			await sleep(Math.max(1, Math.min(due, end) - Date.now()));
		}
	}

	/** What is still to come, in words. */
	#pending(): string | undefined {
		for (const key of ahead(this.#open.activations, this.#received)) return `job ${key} reaches its worker`;
		for (const key of ahead(this.#given, this.#open.answers)) return `the answer to job ${key} is processed`;
		this.#awaited = this.#awaited.filter((started) => !started());
		if (this.#awaited.length > 0) return 'an awaited instance starts';
		return this.#open.expected(this.#served);
	}

	/** A command that the log carries behind everything that was written before it. */
	async #passBarrier(deadline: number): Promise<void> {
		const { messageKey } = await this.engine.publishMessage({ name: barrierName, correlationKey: 'any' });
		await this.#until(() => (this.#open.lastBarrier === messageKey ? undefined : 'a mark passes the log'), deadline);
	}

	async #until(expected: () => string | undefined, deadline: number): Promise<void> {
		for (;;) {
			const records = this.records.all();
			for (; this.#next < records.length; this.#next++) this.#open.read(records[this.#next]!);
			const missing = expected();
			if (missing === undefined) return;
			if (Date.now() > deadline) throw new Error(`Zeebe did not settle within ${maxWaitMs / 1000} s: ${missing}.`);
			await sleep(2);
		}
	}

	async #openWorker(inner: ProcessEngine, type: string, options: WorkerOptions, handler: JobHandler): Promise<Worker> {
		this.#served.add(type);
		const worker = await inner.openWorker(type, { ...options, name: this.#worker }, async (job, signal) => {
			add(this.#received, job.key);
			const outcome = await handler(job, signal);
			add(this.#given, job.key);
			return outcome;
		});
		const close = (graceMs?: number): Promise<void> => {
			this.#served.delete(type);
			return worker.close(graceMs);
		};
		return { type: worker.type, close };
	}

	async #startAndAwait(inner: ProcessEngine, request: StartRequest, timeoutMs: number): Promise<InstanceResult> {
		const startsBefore = this.#open.starts;
		let over = false;
		this.#awaited.push(() => over || this.#open.starts > startsBefore);
		return inner.startAndAwait(request, timeoutMs).finally(() => (over = true));
	}
}

/** The keys that were counted more often than they were reached. Where both have come to the same, both begin again: nothing is looked at for ever. */
function* ahead(counted: Map<string, number>, reached: Map<string, number>): Iterable<string> {
	for (const [key, times] of counted) {
		const of = reached.get(key) ?? 0;
		if (of < times) yield key;
		if (of !== times) continue;
		counted.delete(key);
		reached.delete(key);
	}
}
