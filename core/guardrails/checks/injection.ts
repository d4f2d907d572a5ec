import type { Language } from '../../base/text/languages';
import type { GuardrailStage } from '../../ports/guardrails/guardrail-context';
import { findThreshold, type InjectionSource } from '../injection/detect-injection';
import { findInjection } from '../injection/find-injection';
import { describeReasons } from '../injection/names';
import { defineCheck } from '../policy/check-kind';
import { share } from '../policy/policy-shapes';

const reason: Record<Language, (reasons: string) => string> = {
	en: (reasons) => `The text appears to give orders to the model (${reasons}).`,
	pt: (reasons) => `O texto parece dar ordens ao modelo (${reasons}).`,
};
const sources: Partial<Record<GuardrailStage, InjectionSource>> = {
	input: 'user',
	'tool-result': 'tool-result',
	knowledge: 'knowledge',
	'tool-arguments': 'user',
	system: 'user',
};
const maxReasons = 5;

const options = {
	threshold: share("Texts with at least this score are flagged. Default: the detector's."),
	indirectThreshold: share("The same for tool results and documents. Default: threshold, or else the detector's, which is lower."),
};

/** Finds orders to the model in messages, tool results and documents. Rewriting removes their sentences, in foreign texts also the following ones. */
export const injection = defineCheck({
	id: 'injection',
	code: 'INJECTION',
	options,
	stages: ['input', 'tool-result', 'knowledge', 'tool-arguments'],
	arguments: 'follows',
	system: 'follows',
	scope: 'text',
	create: (options, { judge }) => ({
		async check(text, context) {
			if (context.isPrompt) return { kind: 'pass' };
			const source = context.stage && sources[context.stage];
			const { flagged, score, reasons, matches } = await findInjection(text, {
				threshold: findThreshold(source, options),
				source,
				judge,
			});
			if (!flagged) return { kind: 'pass' };
			const told = matches.map((match) => ({ ...match, score }));
			return {
				kind: 'violation',
				reason: reason[context.language](describeReasons(reasons.slice(0, maxReasons), context.language)),
				matches: told,
				...(source !== 'user' && { removes: told.map(({ start, end }) => ({ start, end: findParagraphEnd(text, end) })) }),
			};
		},
	}),
});

/** Removes an announced order too: without its announcement it looks innocent. */
function findParagraphEnd(text: string, from: number): number {
	const blank = /\n[^\S\n]*\n/g;
	blank.lastIndex = from;
	return blank.exec(text)?.index ?? text.length;
}
