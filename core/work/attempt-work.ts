import { isTroupeError } from '../base/errors';
import { restoreTrace, withTraceContext } from '../base/trace-context';
import { keepRenewing } from '../base/async/keep-renewing';
import { planRetry, type RetryPolicy } from '../base/async/retry-policy';
import type { Tracing } from '../ports/tracing';
import type { TakenContent, TakenWork, WorkQueue } from '../ports/work';
import { inSpan } from '../tracing/in-span';

const usualRetryPolicy: RetryPolicy = { firstMs: 1_000, maxMs: 300_000, maxAttempts: 8 };
export const usualLeaseMs = 30_000;
/** Work that ends its process, such as by memory, would take down one after the other. */
const usualMaxLost = 10;

export interface WorkKind<Content> {
	queue: WorkQueue<Content>;
	/**
	 * Does the work and ends it with `finishWork` or `retryWork`, in the transaction of its outcome. A thrown error is a failed attempt. The signal
	 * aborts when another process has the work, it was cancelled, or the process ends. @returns true if the receiver answered, where known
	 */
	perform: (content: Content, work: TakenContent<Content>, signal: AbortSignal) => Promise<boolean | void>;
	/** Late work gives its place to others, and lanes with silent receivers are only tried, with one work at a time. */
	leavesWhenLate?: boolean;
	/** Simultaneous works of this process. Default 4. */
	concurrency?: number;
	/** Renewed during the work; a killed process's work waits for its end. Default 30 seconds. */
	leaseMs?: number;
	/** Replaces the queue's end for work that ended several processes, where the subject has more to store. */
	endLost?: (content: Content, work: TakenContent<Content>, reason: string) => Promise<void>;
	/** Processes in a row that work may end. Default 10. */
	maxLost?: number;
	retry?: RetryPolicy;
	/** 0 to 1. */
	random?: () => number;
	onGivenUp?: (work: TakenContent<Content>, reason: string) => void;
	/** Without it, work still belongs to the trace that added it. */
	tracing?: Tracing;
	onFault: (fault: unknown) => void;
}

const inTrace = <Result>(
	{ trace, kind, lane, attempts }: TakenWork,
	{ tracing }: Pick<WorkKind<never>, 'tracing'>,
	work: () => Promise<Result>,
) =>
	withTraceContext(restoreTrace(trace), () => {
		const facts = { 'troupe.work.lane': lane, 'troupe.work.attempt': attempts };
		return inSpan(tracing, { name: `work ${kind}`, kind: 'consumer', facts }, work);
	});

/** Never throws. @returns the result of `perform`; undefined after a failure */
export async function attemptWork<Content>(
	work: TakenContent<Content>,
	kind: WorkKind<Content>,
	stop: AbortSignal,
): Promise<boolean | undefined> {
	const { queue, perform, leaseMs = usualLeaseMs, maxLost = usualMaxLost, onFault } = kind;
	if (work.lost >= maxLost) return void (await endLost(work, kind).catch(onFault));
	const lost = new AbortController();
	const signal = AbortSignal.any([lost.signal, stop]);
	const renew = async () => {
		if (!(await queue.renew(work, leaseMs))) lost.abort();
	};
	const endRenewing = keepRenewing(leaseMs / 3, renew, onFault);
	try {
		return (await inTrace(work, kind, () => perform(work.content, work, signal))) ?? undefined;
	} catch (fault) {
		if (!signal.aborted) await endAttempt(work, kind, fault).catch(onFault);
		return undefined;
	} finally {
		endRenewing();
	}
}

async function endAttempt<Content>(work: TakenContent<Content>, kind: WorkKind<Content>, fault: unknown): Promise<void> {
	const { queue, retry = usualRetryPolicy, random = Math.random, onFault } = kind;
	const retryAfterMs = isTroupeError(fault) ? fault.retryAfterMs : undefined;
	const afterMs = planRetry(retry, { attempts: work.attempts, retryAfterMs, random: random() });
	if (afterMs !== undefined) {
		// Nobody else hears of a failure after the work had ended.
		if (!(await queue.retry(work, afterMs))) onFault(fault);
		return;
	}
	const reason = isTroupeError(fault) ? `${fault.code}: ${fault.message}` : 'INTERNAL: the work failed';
	await giveUp(work, kind, reason);
}

async function endLost<Content>(work: TakenContent<Content>, kind: WorkKind<Content>): Promise<void> {
	const reason = `${work.lost} processes ended while they did this.`;
	await (kind.endLost ? kind.endLost(work.content, work, reason) : giveUp(work, kind, reason));
}

async function giveUp<Content>(work: TakenContent<Content>, { queue, onGivenUp }: WorkKind<Content>, reason: string): Promise<void> {
	if (await queue.giveUp(work, reason)) onGivenUp?.(work, reason);
}
