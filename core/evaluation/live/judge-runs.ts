import { isTroupeError } from '../../base/errors';
import { planRetry, type RetryPolicy } from '../../base/async/retry-policy';
import type { ChatModel } from '../../ports/models/models';
import type { QualityDrop, QualityStore, RunToJudge, RunVerdict } from '../../ports/quality';
import type { TakenContent } from '../../ports/work';
import { doDueWork } from '../../work/work-runner';
import { hidePrivate } from '../traffic/hide-private';
import { judgeReply } from '../assertions/rubric';

export interface JudgeParts {
	tenant: string;
	store: QualityStore;
	/** Opens a run's judge within its agent's budget. @throws TroupeError INPUT_INVALID without a model */
	openJudge(run: RunToJudge): Promise<ChatModel>;
	onVerdict?(run: RunToJudge, verdict: RunVerdict): Promise<void> | void;
	onDrop?(drop: QualityDrop): Promise<void>;
	onFault(error: unknown): void;
}

export type VerdictCounts = Record<RunVerdict | 'released', number>;

const retries: RetryPolicy = { firstMs: 30_000, factor: 1, maxMs: 30_000, maxAttempts: 3 };
/** Another process may have a key. */
const withoutJudgeMs = 10 * 60_000;

/** Judges due runs one after the other. Several processes can do it at the same time. */
export async function judgeRuns(parts: JudgeParts, signal: AbortSignal): Promise<VerdictCounts> {
	const { store, tenant } = parts;
	const counts: VerdictCounts = { passed: 0, failed: 0, budget: 0, lost: 0, released: 0 };
	const perform = async (run: RunToJudge, work: TakenContent<RunToJudge>, stop: AbortSignal) => {
		const judged = await judge(work, parts, stop);
		counts['verdict' in judged ? judged.verdict : 'released'] += 1;
		if (!('verdict' in judged)) return void (await store.toJudge.retry(work, judged.afterMs));
		const { verdict, reason } = judged;
		const counted = await store.finish(work, verdict, reason);
		if (counted) await parts.onVerdict?.(run, verdict);
		if (counted?.drop) await parts.onDrop?.(counted.drop);
	};
	await doDueWork(
		{ queue: store.toJudge, concurrency: 1, perform, onFault: (fault) => parts.onFault(fault) },
		{ of: { tenant }, stop: signal },
	);
	return counts;
}

type Judged = { verdict: RunVerdict; reason?: string } | { afterMs: number };

const maxReason = 300;

async function judge({ content: run, attempts }: TakenContent<RunToJudge>, parts: JudgeParts, signal: AbortSignal): Promise<Judged> {
	try {
		const { passed, reason } = await judgeReply(await parts.openJudge(run), run, { votes: 1, signal });
		return passed ? { verdict: 'passed' } : { verdict: 'failed', reason: (await hidePrivate(reason)).slice(0, maxReason) };
	} catch (error) {
		if (signal.aborted) return { afterMs: 0 };
		const code = isTroupeError(error) ? error.code : 'INTERNAL';
		if (code === 'BUDGET_EXCEEDED') return { verdict: 'budget' };
		parts.onFault(error);
		if (code === 'INPUT_INVALID') return { afterMs: withoutJudgeMs };
		const afterMs = planRetry(retries, { attempts });
		return afterMs === undefined ? { verdict: 'lost' } : { afterMs };
	}
}
