import { citationsOf } from '../../agents/grounding';
import type { Guardrail, Language } from '../../ports';

const REASON: Record<Language, string> = {
	en: 'The reply cites none of the documents it should come from.',
	pt: 'A resposta não cita nenhum dos documentos de onde deveria vir.',
};

/** Output: hands a reply over to a person when no number in it, such as `[1]`, is the number of a retrieved passage. */
export function citationsRequired(): Guardrail {
	return {
		id: 'citations-required',
		check: (text, context) =>
			citationsOf(text, context.passages).length > 0
				? { kind: 'pass' }
				: { kind: 'ask-person', reason: REASON[context.language], matches: [] },
	};
}
