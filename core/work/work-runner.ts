import { randomUUID } from 'node:crypto';
import { pause } from '../base/pause';
import type { TakenContent, WorkFilter } from '../ports/work';
import { attemptWork, usualLeaseMs, type WorkKind } from './attempt-work';

const usualConcurrency = 4;

export interface WorkRunnerOptions<Content> extends WorkKind<Content> {
	/** Limits what this process takes, with one filter for each tenant; an empty list: nothing now. Default: everything. */
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
/** The share of the works that one process does at the same time. */
const maxShareOfTenant = 3 / 4;
/** Another one for each look, so that whoever lost work which was cancelled and added again does not end it in another's place. */
const newHolder = (): string => randomUUID();
/** Work that is due and cannot be taken, such as that of a full lane, is not looked at all the time. */
const shortestPauseMs = 5;

/** Does the work of one kind as it gets due, together with all other processes that share the store. */
export function startWorkRunner<Content>(options: WorkRunnerOptions<Content>): WorkRunner {
	const { queue, concurrency = usualConcurrency, leaseMs = usualLeaseMs, choose, idleMs = 1_000, onFault } = options;
	const stop = new AbortController();
	/** What is being done, with its tenant. */
	const atWork = new Map<Promise<void>, string>();
	let awake = new AbortController();
	let isDraining = false;

	const wake = () => awake.abort();
	/** Where it serves several tenants, the others never wait for the long works of one. */
	const chooseWithRoom = async (): Promise<WorkFilter[] | undefined> => {
		const chosen = await choose?.();
		const most = chosen && chosen.length > 1 ? Math.max(1, Math.floor(concurrency * maxShareOfTenant)) : concurrency;
		return chosen?.filter(({ tenant }) => [...atWork.values()].filter((one) => one === tenant).length < most);
	};
	/** Begins what is due. @returns the time to wait before it looks again */
	const look = async (): Promise<number> => {
		const room = concurrency - atWork.size;
		if (room <= 0) return idleMs;
		const of = await chooseWithRoom();
		const taken = await queue.take(newHolder(), { max: room, leaseMs, of });
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
		atWork.set(done, work.tenant);
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
			await Promise.all(atWork.keys());
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
	while (!stop.aborted) {
		const taken = await queue.take(newHolder(), { max, leaseMs, ...(of && { of: [of] }) });
		if (taken.length === 0) return;
		await Promise.all(taken.map((work) => attemptWork(work, kind, stop)));
	}
}
