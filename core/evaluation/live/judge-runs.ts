import { isTroupeError } from '../../base/errors';
import type { ChatModel, QualityDrop, QualityStore, RunVerdict, TakenRun } from '../../ports';
import { hidePrivate } from '../traffic/hide-private';
import { judgeReply } from '../assertions/rubric';

export interface JudgeParts {
	tenant: string;
	store: QualityStore;
	/** Opens the judge of a run, within the budget of its agent. @throws TroupeError INPUT_INVALID without a model */
	openJudge(run: TakenRun): Promise<ChatModel>;
	/** Called with each verdict that counts. */
	onVerdict?(run: TakenRun, verdict: RunVerdict): Promise<void> | void;
	onDrop?(drop: QualityDrop): Promise<void>;
	/** Called with what keeps runs from being judged. */
	onFault?(error: unknown): void;
}

export type VerdictCounts = Record<RunVerdict | 'released', number>;

/** Longer than a judgement takes. */
const leaseMs = 5 * 60_000;
const maxTries = 3;
const pauses = { again: 30_000, withoutJudge: 10 * 60_000 };

/** Judges what waits, one run after the other, until nothing is free. Any number of processes can do it at the same time. */
export async function judgeRuns(parts: JudgeParts, signal: AbortSignal): Promise<VerdictCounts> {
	const counts: VerdictCounts = { passed: 0, failed: 0, budget: 0, lost: 0, released: 0 };
	while (!signal.aborted) {
		const run = await parts.store.take(parts.tenant, leaseMs);
		if (!run) break;
		const judged = await judge(run, parts, signal);
		counts['verdict' in judged ? judged.verdict : 'released'] += 1;
		if (!('verdict' in judged)) {
			await parts.store.release(parts.tenant, run, judged.afterMs);
			continue;
		}
		const { verdict, reason } = judged;
		const counted = await parts.store.finish(parts.tenant, run, verdict, reason);
		if (counted) await parts.onVerdict?.(run, verdict);
		if (counted?.drop) await parts.onDrop?.(counted.drop);
	}
	return counts;
}

type Judged = { verdict: RunVerdict; reason?: string } | { afterMs: number };

const maxReason = 300;

/** A verdict, or when it is tried again. */
async function judge(run: TakenRun, parts: JudgeParts, signal: AbortSignal): Promise<Judged> {
	try {
		const { passed, reason } = await judgeReply(await parts.openJudge(run), run, { votes: 1, signal });
		return passed ? { verdict: 'passed' } : { verdict: 'failed', reason: (await hidePrivate(reason)).slice(0, maxReason) };
	} catch (error) {
		if (signal.aborted) return { afterMs: 0 };
		const code = isTroupeError(error) ? error.code : 'INTERNAL';
		if (code === 'BUDGET_EXCEEDED') return { verdict: 'budget' };
		parts.onFault?.(error);
		// Another process may have a key.
		if (code === 'INPUT_INVALID') return { afterMs: pauses.withoutJudge };
		return run.tries >= maxTries ? { verdict: 'lost' } : { afterMs: pauses.again };
	}
}
