import type { ChatModel } from '../../ports';
import { DEFAULT_THRESHOLD, detectInjection, type InjectionFinding, type InjectionOptions } from './detect-injection';
import { type InjectionJudgement, judgeInjection } from './judge-injection';

interface JudgedInjection extends InjectionFinding {
	/** The judge's verdict, if it was asked. */
	judgement?: InjectionJudgement;
}

/**
 * Works like detectInjection, but a judge decides when the score is in the gray zone: from half the threshold to halfway between the
 * threshold and 1.
 * @throws TroupeError GUARDRAIL_FAILED, MODEL_*, CANCELLED if the judge was asked and gave no verdict: the text counts as not checked
 */
export async function findInjection(
	text: string,
	{ judge, signal, ...options }: InjectionOptions & { judge?: ChatModel; signal?: AbortSignal },
): Promise<JudgedInjection> {
	const finding = await detectInjection(text, options);
	const threshold = options.threshold ?? DEFAULT_THRESHOLD;
	if (!judge || finding.score < threshold / 2 || finding.score >= (1 + threshold) / 2) return finding;
	const judgement = await judgeInjection(text, judge, { source: options.source, matches: finding.matches, signal });
	return { ...finding, flagged: judgement.injection, judgement };
}
