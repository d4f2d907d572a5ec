import { findWrongCitations, writeCitations } from '../../../knowledge/support/correct-citations';
import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';

const reason: Record<Language, string> = {
	en: 'The reply cites a passage that does not say it, and another one does. The citation was corrected.',
	pt: 'A resposta cita um trecho que não diz isso, e outro diz. A citação foi corrigida.',
};

/** Checks output: replaces a citation if another passage has the statement's number, name or words. */
export function wrongCitation(): Guardrail {
	return {
		id: 'wrong-citation',
		check: (text, context) => {
			const wrong = findWrongCitations(text, context);
			if (wrong.length === 0) return { kind: 'pass' };
			const matches = wrong.map(({ markers }) => ({ type: 'CITATION', ...markers[0]!, score: 1 }));
			return { kind: 'violation', reason: reason[context.language], matches, rewrite: () => writeCitations(text, wrong) };
		},
	};
}
