import { randomUUID } from 'node:crypto';
import { pause } from '../base/pause';
import type { TakenContent, WorkFilter } from '../ports/work';
import { attemptWork, usualLeaseMs, type WorkKind } from './attempt-work';

const usualConcurrency = 4;

export interface WorkRunnerOptions<Content> extends WorkKind<Content> {
	/** Limits what this process takes; undefined or an empty list: nothing now. Default: everything. */
	choose?: () => Promise<readonly WorkFilter[]>;
	/** The time after which it looks without a wake-up. Default a second. */
	idleMs?: number;
}

export interface WorkRunner {
	/** Begins nothing new. What is being done ends within the time; otherwise its signal aborts, and another process does it again. */
	close(graceMs: number): Promise<void>;
}

/** The pause after a failure of the store, such as a database that does not answer. */
const faultPauseMs = 5_000;
/** Work that is due and cannot be taken, such as that of a full lane, is not looked at all the time. */
const shortestPauseMs = 5;

/** Does the work of one kind as it gets due, together with all other processes that share the store. */
export function startWorkRunner<Content>(options: WorkRunnerOptions<Content>): WorkRunner {
	const { queue, concurrency = usualConcurrency, leaseMs = usualLeaseMs, choose, idleMs = 1_000, onFault } = options;
	const holder = randomUUID();
	const stop = new AbortController();
	const atWork = new Set<Promise<void>>();
	let awake = new AbortController();
	let isDraining = false;

	const wake = () => awake.abort();
	const take = async (max: number): Promise<Array<TakenContent<Content>>> => {
		if (!choose) return queue.take(holder, { max, leaseMs });
		const taken: Array<TakenContent<Content>> = [];
		for (const of of await choose()) {
			if (taken.length < max) taken.push(...(await queue.take(holder, { max: max - taken.length, leaseMs, of })));
		}
		return taken;
	};
	/** Begins what is due. @returns the time to wait before it looks again */
	const look = async (): Promise<number> => {
		const room = concurrency - atWork.size;
		if (room <= 0) return idleMs;
		const taken = await take(room);
		for (const work of taken) begin(work);
		if (taken.length > 0) return 0;
		const dueInMs = (await queue.nextDue()) ?? idleMs;
		return dueInMs > 0 ? Math.max(Math.min(dueInMs, idleMs), shortestPauseMs) : idleMs;
	};
	const begin = (work: TakenContent<Content>) => {
		const done: Promise<void> = attemptWork(work, options, stop.signal).finally(() => {
			atWork.delete(done);
			wake(); // there is room for another one
		});
		atWork.add(done);
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

/**
 * Does what is due now, in a process that may end. What fails is left to the processes that keep running.
 * @param of default: everything
 * @throws TroupeError STORAGE_…
 */
export async function doDueWork<Content>(
	kind: WorkKind<Content>,
	{ of, stop = new AbortController().signal }: { of?: WorkFilter; stop?: AbortSignal } = {},
): Promise<void> {
	const { queue, concurrency: max = usualConcurrency, leaseMs = usualLeaseMs } = kind;
	const holder = randomUUID();
	while (!stop.aborted) {
		const taken = await queue.take(holder, { max, leaseMs, of });
		if (taken.length === 0) return;
		await Promise.all(taken.map((work) => attemptWork(work, kind, stop)));
	}
}
