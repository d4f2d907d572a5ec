import { collectCitations } from '../../knowledge/grounding';
import type { Guardrail, Language } from '../../ports';

const REASON: Record<Language, string> = {
	en: 'The reply cites none of the documents that it should be based on.',
	pt: 'A resposta não cita nenhum dos documentos em que deveria se basear.',
};

/** For output: reports a reply that contains no number of a retrieved passage, such as `[1]`. */
export function citationsRequired(): Guardrail {
	return {
		id: 'citations-required',
		check: (text, context) =>
			collectCitations(text, context.passages).length > 0
				? { kind: 'pass' }
				: { kind: 'violation', reason: REASON[context.language], matches: [] },
	};
}
