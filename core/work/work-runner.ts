import { randomUUID } from 'node:crypto';
import { pause } from '../base/async/pause';
import type { TakenContent, TakeLimits, WorkFilter } from '../ports/work';
import { attemptWork, usualLeaseMs, type WorkKind } from './attempt-work';
import { SilentLanes } from './silent-lanes';

const usualConcurrency = 4;

export interface WorkRunnerOptions<Content> extends WorkKind<Content> {
	/** One filter for each tenant; an empty list: nothing now. Default: everything. */
	choose?: () => Promise<readonly WorkFilter[]>;
	/** Simultaneous works of one tenant: other places stay free for the next tenant. Default: by `choose`. */
	perTenant?: number;
}

export interface WorkRunner {
	/** Begins nothing new. Running work has this time; then its signal aborts, and another process repeats it. */
	close(graceMs: number): Promise<void>;
}

/** After a fault of the store, such as a database that does not answer. */
const faultPauseMs = 5_000;
const many = 16;
const maxShareOfTenant = 3 / 4;
/** New for each look: a process that lost cancelled and re-added work cannot end it for another. */
const newHolder = (): string => randomUUID();
const shortestPauseMs = 5;
const longestPauseMs = 3_600_000;

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
	const look = async (): Promise<number> => {
		const { free: max } = places;
		if (max === 0) return longestPauseMs;
		const of = await choose?.();
		let begun = beginAll(await take({ max, of, maxOf: places.maxOf(of), closed: silent?.listClosed() }));
		for (const { tenant, lane } of silent?.findTrials() ?? []) begun += beginAll(await take({ max: 1, of: [{ tenant, lanes: [lane] }] }));
		if (begun > 0) return 0;
		const dueInMs = (await queue.nextDue()) ?? longestPauseMs;
		// Due work that cannot be taken, such as of a full lane, waits until the queue wakes again.
		return dueInMs > 0 ? Math.min(Math.max(dueInMs, shortestPauseMs), longestPauseMs) : longestPauseMs;
	};
	const begin = (work: TakenContent<Content>) => {
		const leavePlace = places.take(work.tenant);
		const leave = () => {
			leavePlace();
			wake();
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

/** With several tenants, none waits for the long works of another. */
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

	/** @param of what the process may take; default: the served tenants, where it has many places */
	maxOf(of: readonly WorkFilter[] | undefined): ((tenant: string) => number) | undefined {
		const isShared = (of?.length ?? (this.count < many ? 1 : this.#served.size)) > 1;
		const most = this.perTenant ?? (isShared ? Math.max(1, Math.floor(this.count * maxShareOfTenant)) : undefined);
		if (most === undefined) return undefined;
		return (tenant) => most - this.#tenants.filter((one) => one === tenant).length;
	}

	/** @returns a function that leaves the place; safe to repeat */
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

/** Without `onFault`, the first fault is thrown in the end. */
type WorkNow<Content> = Omit<WorkKind<Content>, 'onFault'> & Partial<Pick<WorkKind<Content>, 'onFault'>>;

interface DoNowOptions {
	/** Default: everything. */
	of?: WorkFilter;
	stop?: AbortSignal;
}

/** Failed work is left to processes that keep running. @returns the number of works @throws TroupeError STORAGE_… */
export async function doSomeWork<Content>(kind: WorkNow<Content>, { of, stop }: DoNowOptions = {}): Promise<number> {
	const { queue, concurrency: max = usualConcurrency, leaseMs = usualLeaseMs } = kind;
	const faults: unknown[] = [];
	const heard = { onFault: (fault: unknown) => void faults.push(fault), ...kind };
	const taken = await queue.take(newHolder(), { max, leaseMs, ...(of && { of: [of] }) });
	await Promise.all(taken.map((work) => attemptWork(work, heard, stop ?? new AbortController().signal)));
	if (faults.length > 0) throw faults[0];
	return taken.length;
}

export async function doDueWork<Content>(kind: WorkNow<Content>, options: DoNowOptions = {}): Promise<void> {
	while (!options.stop?.aborted && (await doSomeWork(kind, options)) > 0);
}
