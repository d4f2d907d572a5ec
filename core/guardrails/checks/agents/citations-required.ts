import { collectCitations } from '../../../knowledge/grounding';
import { restsOnResults } from '../../../knowledge/support/rests-on-results';
import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';

const reason: Record<Language, string> = {
	en: 'The reply cites none of the documents that it should be based on.',
	pt: 'A resposta não cita nenhum dos documentos em que deveria se basear.',
};

/**
 * Checks output: rejects a reply that cites no retrieved passage, such as `[1]`, unless it only asks back. After the agent's own search, other tool
 * results can support it. @param always also without a search whose passages need citation
 */
export function citationsRequired(always: boolean): Guardrail {
	return {
		id: 'citations-required',
		check: (text, context) =>
			context.isRefusal ||
			!(always || context.mustCite) ||
			collectCitations(text, context.passages).length > 0 ||
			restsOnResults(text, always ? { passages: context.passages } : context)
				? { kind: 'pass' }
				: { kind: 'violation', reason: reason[context.language], matches: [] },
	};
}
