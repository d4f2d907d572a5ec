import { randomUUID } from 'node:crypto';
import { pause } from '../base/async/pause';
import type { TakenContent, TakeLimits, WorkFilter } from '../ports/work';
import { attemptWork, usualLeaseMs, type WorkKind } from './attempt-work';
import { SilentLanes } from './silent-lanes';

const usualConcurrency = 4;

export interface WorkRunnerOptions<Content> extends WorkKind<Content> {
	/** Limits what this process takes, with one filter for each tenant; an empty list: nothing now. Default: everything. */
	choose?: () => Promise<readonly WorkFilter[]>;
	/** Works of one tenant that this process does at the same time: the other places stay free for the next tenant. Default: by `choose`. */
	perTenant?: number;
}

export interface WorkRunner {
	/** Begins nothing new. What is being done ends within the time; otherwise its signal aborts, and another process does it again. */
	close(graceMs: number): Promise<void>;
}

/** The pause after a failure of the store, such as a database that does not answer. */
const faultPauseMs = 5_000;
/** With fewer places, a tenant that is alone at the moment would miss those that are kept for others. */
const many = 16;
/** The share of the works that one process does at the same time. */
const maxShareOfTenant = 3 / 4;
/** Another one for each look, so that whoever lost work which was cancelled and added again does not end it in another's place. */
const newHolder = (): string => randomUUID();
/** Bounds of the time until it looks again, unless it is woken. */
const shortestPauseMs = 5;
const longestPauseMs = 3_600_000;

/** Does the work of one kind as it gets due, together with all other processes that share the store. */
export function startWorkRunner<Content>(options: WorkRunnerOptions<Content>): WorkRunner {
	const { queue, concurrency = usualConcurrency, leaseMs = usualLeaseMs, choose, perTenant, leavesWhenLate = false, onFault } = options;
	const stop = new AbortController();
	const atWork = new Set<Promise<void>>();
	const places = new Places(concurrency, perTenant);
	const silent = leavesWhenLate ? new SilentLanes() : undefined;
	let awake = new AbortController();
	let isDraining = false;

	const wake = () => awake.abort();
	const take = (limits: Omit<TakeLimits, 'leaseMs'>) => queue.take(newHolder(), { leaseMs, ...limits });
	/** Begins what is due. @returns the time to wait before it looks again, unless it is woken */
	const look = async (): Promise<number> => {
		const { free: max } = places;
		if (max === 0) return longestPauseMs;
		const of = await choose?.();
		let begun = beginAll(await take({ max, of, maxOf: places.maxOf(of), closed: silent?.listClosed() }));
		for (const { tenant, lane } of silent?.findTrials() ?? []) begun += beginAll(await take({ max: 1, of: [{ tenant, lanes: [lane] }] }));
		if (begun > 0) return 0;
		const dueInMs = (await queue.nextDue()) ?? longestPauseMs;
		// Work that is due and cannot be taken, such as that of a full lane, is looked at when the queue wakes again.
		return dueInMs > 0 ? Math.min(Math.max(dueInMs, shortestPauseMs), longestPauseMs) : longestPauseMs;
	};
	const begin = (work: TakenContent<Content>) => {
		const leavePlace = places.take(work.tenant);
		const leave = () => {
			leavePlace();
			wake(); // there is room for another one
		};
		const endWatch = silent?.watch(work, leave);
		const done: Promise<void> = attemptWork(work, options, stop.signal)
			.then(endWatch)
			.finally(() => {
				atWork.delete(done);
				leave();
			});
		atWork.add(done);
	};
	/** @returns how many */
	const beginAll = (taken: ReadonlyArray<TakenContent<Content>>): number => {
		for (const work of taken) begin(work);
		return taken.length;
	};
	const run = async () => {
		while (!isDraining) {
			awake = new AbortController();
			const waitMs = await look().catch((fault: unknown) => {
				onFault(fault);
				return faultPauseMs;
			});
			if (waitMs > 0 && !isDraining) await pause(waitMs, awake.signal);
		}
	};
	const endWatch = queue.watch(wake);
	const ended = run();
	return {
		async close(graceMs) {
			isDraining = true;
			endWatch();
			wake();
			const timer = setTimeout(() => stop.abort(), graceMs);
			await ended;
			await Promise.all(atWork);
			clearTimeout(timer);
		},
	};
}

/** The places for works that are done at the same time. Where there are several tenants, the others never wait for the long works of one. */
class Places {
	readonly #tenants: string[] = [];
	readonly #served = new Set<string>();

	constructor(
		private readonly count: number,
		private readonly perTenant: number | undefined,
	) {}

	get free(): number {
		return this.count - this.#tenants.length;
	}

	/** @param of what the process may take; otherwise the tenants that it served count, where it has many places */
	maxOf(of: readonly WorkFilter[] | undefined): ((tenant: string) => number) | undefined {
		const isShared = (of?.length ?? (this.count < many ? 1 : this.#served.size)) > 1;
		const most = this.perTenant ?? (isShared ? Math.max(1, Math.floor(this.count * maxShareOfTenant)) : undefined);
		if (most === undefined) return undefined;
		return (tenant) => most - this.#tenants.filter((one) => one === tenant).length;
	}

	/** @returns a function that leaves the place, however often it is called */
	take(tenant: string): () => void {
		this.#tenants.push(tenant);
		this.#served.add(tenant);
		let isTaken = true;
		return () => {
			if (isTaken) this.#tenants.splice(this.#tenants.indexOf(tenant), 1);
			isTaken = false;
		};
	}
}

/** Work that is done once. Without `onFault`, the first fault is thrown in the end. */
type WorkNow<Content> = Omit<WorkKind<Content>, 'onFault'> & Partial<Pick<WorkKind<Content>, 'onFault'>>;

interface DoNowOptions {
	/** Default: everything. */
	of?: WorkFilter;
	stop?: AbortSignal;
}

/** Does some work that is due now. What fails is left to the processes that keep running. @returns how much @throws TroupeError STORAGE_… */
export async function doSomeWork<Content>(kind: WorkNow<Content>, { of, stop }: DoNowOptions = {}): Promise<number> {
	const { queue, concurrency: max = usualConcurrency, leaseMs = usualLeaseMs } = kind;
	const faults: unknown[] = [];
	const heard = { onFault: (fault: unknown) => void faults.push(fault), ...kind };
	const taken = await queue.take(newHolder(), { max, leaseMs, ...(of && { of: [of] }) });
	await Promise.all(taken.map((work) => attemptWork(work, heard, stop ?? new AbortController().signal)));
	if (faults.length > 0) throw faults[0];
	return taken.length;
}

/** Does all work that is due now, in a process that may end, as `doSomeWork`. */
export async function doDueWork<Content>(kind: WorkNow<Content>, options: DoNowOptions = {}): Promise<void> {
	while (!options.stop?.aborted && (await doSomeWork(kind, options)) > 0);
}
