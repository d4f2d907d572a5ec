import { collectCitations } from '../../../knowledge/grounding';
import { restsOnResults } from '../../../knowledge/support/rests-on-results';
import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';

const reason: Record<Language, string> = {
	en: 'The reply cites none of the documents that it should be based on.',
	pt: 'A resposta não cita nenhum dos documentos em que deveria se basear.',
};

/**
 * Checks output: rejects a reply in which no number, such as `[1]`, is the number of a retrieved passage, unless it only asks back. After a search of
 * the agent, a reply can rest on the results of other tools too.
 * @param always whatever the agent answers, not only after a search whose passages have to be cited
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
