import { hasOtherSentence } from '../../base/text/identify-language';
import type { ChatModel } from '../../ports/models/models';
import { detectInjection, findThreshold, type InjectionFinding, type InjectionOptions } from './detect-injection';
import { type InjectionJudgement, judgeInjection } from './judge-injection';

interface JudgedInjection extends InjectionFinding {
	judgement?: InjectionJudgement;
}

/**
 * Like detectInjection, but a judge decides the grey zone (half way from the threshold to 0 and to 1), and lower scores in unsupported languages.
 * @throws TroupeError GUARDRAIL_FAILED, MODEL_*, CANCELLED without a verdict: the text counts as not checked
 */
export async function findInjection(
	text: string,
	{ judge, signal, ...options }: InjectionOptions & { judge?: ChatModel; signal?: AbortSignal },
): Promise<JudgedInjection> {
	const finding = await detectInjection(text, options);
	const threshold = options.threshold ?? findThreshold(options.source);
	if (!judge || finding.score >= (1 + threshold) / 2) return finding;
	if (finding.score < threshold / 2 && !hasOtherSentence(text, ['en', 'pt', 'es'])) return finding;
	const judgement = await judgeInjection(text, judge, { source: options.source, matches: finding.matches, signal });
	return { ...finding, flagged: judgement.injection, judgement };
}
