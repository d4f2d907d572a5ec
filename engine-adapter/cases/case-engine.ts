import { setImmediate as turn } from 'node:timers/promises';
import { TroupeError } from '../../core/base/errors';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { Clock } from '../../core/ports/host';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import type { EngineEvent } from '../engine/engine-events';
import type { Job } from '../engine/jobs';
import { beginsInstance } from './job-names';

const maxEvents = 100_000;
const jobsAtOnce = 10_000;
/** A script's jobs are its own until it answers them: time may jump by days. */
const jobTimeoutMs = 1e14;
/** A case that waits for years still reports what ended before. */
const unlimitedMs = 1e14;

/** Stands still until the case moves it. */
class CaseClock implements Clock {
	constructor(public time: number) {}

	now(): number {
		return this.time;
	}
}

/** In memory. Time passes only on demand, and all jobs go to one queue. */
export class CaseEngine {
	readonly events: EngineEvent[] = [];
	readonly activated: Job[] = [];
	/** Unanswered jobs, oldest first. */
	readonly queue: Job[] = [];
	readonly #jobTypes = new Set<string>();
	readonly #canceled = new Set<string>();
	readonly #ending = new AbortController();
	#following: Promise<void> | undefined;

	private constructor(
		readonly engine: EmbeddedEngine,
		private readonly clock: CaseClock,
	) {}

	static async open(startAt: number, zeebeVersion?: ZeebeVersion): Promise<CaseEngine> {
		const clock = new CaseClock(startAt);
		const options = { file: ':memory:', clock, zeebeVersion, retention: { maximumAgeMs: unlimitedMs } };
		const opened = new CaseEngine(await openEmbeddedEngine(options), clock);
		opened.#following = opened.#follow();
		return opened;
	}

	/** Runs until outside input is needed, then queues jobs in order of creation. */
	async settle(): Promise<void> {
		for (let before = -1; before !== this.events.length;) {
			before = this.events.length;
			await this.engine.runDue();
			await turn();
			if (this.events.length > maxEvents) throw endlessProcess();
			if (before === this.events.length) await this.#activateJobs();
		}
	}

	/** Due events happen at their time, in order. */
	async pass(ms: number): Promise<void> {
		const end = this.clock.time + ms;
		for (let due = this.#nextDue(end); due !== undefined; due = this.#nextDue(end)) {
			this.clock.time = Math.max(due, this.clock.time);
			await this.settle();
		}
		this.clock.time = end;
		await this.settle();
	}

	/** Returns the milliseconds that passed; undefined if nothing is due within this time. */
	async passToNextDue(withinMs: number): Promise<number | undefined> {
		const due = this.#nextDue(this.clock.time + withinMs);
		if (due === undefined) return undefined;
		const ms = Math.max(0, due - this.clock.time);
		await this.pass(ms);
		return ms;
	}

	/** In order of activation, with those that messages and calls started. */
	get instanceKeys(): string[] {
		const begun = this.events.filter(beginsInstance);
		return [...new Set(begun.map((event) => event.instanceKey))];
	}

	/** Oldest match; a job that the engine canceled only without another. */
	takeJob(matches: (job: Job) => boolean = () => true): Job | undefined {
		const found = this.queue.filter(matches);
		const job = found.find(({ key }) => !this.#canceled.has(key)) ?? found[0];
		if (job) this.queue.splice(this.queue.indexOf(job), 1);
		return job;
	}

	/** An ad-hoc sub-process cancels a job for a later one of the same element. */
	isReplaced({ key, elementInstanceKey }: Job): boolean {
		return this.#canceled.has(key) && this.activated.findLast((job) => job.elementInstanceKey === elementInstanceKey)?.key !== key;
	}

	async close(): Promise<void> {
		this.#ending.abort();
		await this.#following;
		await this.engine.close();
	}

	#nextDue(end: number): number | undefined {
		const due = this.engine.nextDueTime();
		return due !== undefined && due <= end ? due : undefined;
	}

	async #activateJobs(): Promise<void> {
		const activations = [...this.#jobTypes].map((type) => this.engine.activate(type, { limit: jobsAtOnce, timeoutMs: jobTimeoutMs }));
		const jobs = (await Promise.all(activations)).flat().sort((a, b) => Number(a.key) - Number(b.key));
		this.activated.push(...jobs);
		this.queue.push(...jobs);
		await turn();
	}

	async #follow(): Promise<void> {
		for await (const event of this.engine.subscribe(0, {}, this.#ending.signal)) {
			if (this.events.length > maxEvents) return;
			if (event.kind === 'job-created') this.#jobTypes.add(String(event.details?.type));
			if (event.kind === 'job-canceled') this.#canceled.add(String(event.details?.jobKey));
			this.events.push(event);
		}
	}
}

function endlessProcess(): TroupeError {
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The process produced ${maxEvents} events without ending.`,
		fix: 'Add an exit to its loop, or shorten the case.',
	});
}
