import { findUnknownCitations } from '../../../knowledge/citation-forms';
import { findSourceMarks } from '../../../knowledge/source-marks';
import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';

const reason: Record<Language, string> = {
	en: 'The reply cites passages that do not exist. Their numbers were removed.',
	pt: 'A resposta cita trechos que não existem. Os números deles foram retirados.',
};

/** Checks output: removes citations, such as `[9]`, without a retrieved passage, and placeholders of earlier answers' citations. */
export function unknownCitation(): Guardrail {
	return {
		id: 'unknown-citation',
		check: (text, { passages, language }) => {
			const found = [...findUnknownCitations(text, passages.length), ...findSourceMarks(text)].toSorted(
				(one, other) => one.start - other.start,
			);
			if (found.length === 0) return { kind: 'pass' };
			const matches = found.map((place) => ({ type: 'CITATION', ...place, score: 1 }));
			const rewrite = () => found.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
			return { kind: 'violation', reason: reason[language], matches, rewrite };
		},
	};
}
