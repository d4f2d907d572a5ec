import { randomUUID } from 'node:crypto';
import { isTroupeError } from '../base/errors';
import { keepRenewing } from '../base/keep-renewing';
import { pause } from '../base/pause';
import { planRetry, type RetryPolicy } from '../base/retry-policy';
import type { TakenContent, TakenWork, WorkFilter, WorkQueue } from '../ports/work';

/** Fits work that talks to outside services. */
export const usualRetryPolicy: RetryPolicy = { firstMs: 1_000, maxMs: 300_000, maxAttempts: 8 };

export interface WorkRunnerOptions<Content> {
	queue: WorkQueue<Content>;
	/**
	 * Does the work, and ends it: in the transaction that stores its outcome, with `finishWork` or `retryWork`. What it throws is a failed attempt.
	 * The signal aborts when the work is lost to another process, was cancelled, or the process ends.
	 */
	perform: (content: Content, work: TakenWork, signal: AbortSignal) => Promise<void>;
	/** Works that are done at the same time by this process. Default 4. */
	concurrency?: number;
	/** Renewed while the work is done; a killed process's work waits for its end. Default 30 seconds. */
	leaseMs?: number;
	/** Decides about an attempt that threw. */
	retry?: RetryPolicy;
	/** From 0 to 1. */
	random?: () => number;
	/** Limits what this process takes; undefined or an empty list: nothing now. Default: everything. */
	choose?: () => Promise<readonly WorkFilter[]>;
	/** The time after which it looks without a wake-up. Default a second. */
	idleMs?: number;
	/** Work was given up after its last attempt. */
	onGivenUp?: (work: TakenContent<Content>, reason: string) => void;
	/** The store could not be read or written; the runner goes on. */
	onFault: (fault: unknown) => void;
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
	const { queue, perform, concurrency = 4, leaseMs = 30_000, retry = usualRetryPolicy, random = Math.random } = options;
	const { choose, idleMs = 1_000, onGivenUp, onFault } = options;
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
		const done: Promise<void> = attempt(work)
			.catch(onFault)
			.finally(() => {
				atWork.delete(done);
				wake(); // there is room for another one
			});
		atWork.add(done);
	};
	const attempt = async (work: TakenContent<Content>) => {
		const lost = new AbortController();
		const signal = AbortSignal.any([lost.signal, stop.signal]);
		const endRenewing = renew(work, lost);
		try {
			await perform(work.content, work, signal);
		} catch (fault) {
			if (!signal.aborted) await endAttempt(work, fault);
		} finally {
			endRenewing();
		}
	};
	const renew = (work: TakenWork, lost: AbortController) =>
		keepRenewing(
			leaseMs / 3,
			async () => {
				if (!(await queue.renew(work, leaseMs))) lost.abort();
			},
			onFault,
		);
	const endAttempt = async (work: TakenContent<Content>, fault: unknown) => {
		const retryAfterMs = isTroupeError(fault) ? fault.retryAfterMs : undefined;
		const afterMs = planRetry(retry, { attempts: work.attempts, retryAfterMs, random: random() });
		if (afterMs !== undefined) return void (await queue.retry(work, afterMs));
		const reason = isTroupeError(fault) ? `${fault.code}: ${fault.message}` : 'INTERNAL: the work failed';
		if (await queue.giveUp(work, reason)) onGivenUp?.(work, reason);
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
