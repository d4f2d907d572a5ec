import { detectLanguage } from '../../../base/text/language';
import type { Language } from '../../../base/text/languages';
import { selectSentences } from '../../select-sentences';
import type { SearchHit } from '../search-request';
import { findCitedPages } from './cited-pages';
import { describePages } from './page-label';
import { createPassage } from './to-passage';

const nothing: Record<Language, string> = {
	en: 'The documents do not answer this question.',
	pt: 'Os documentos não respondem a esta pergunta.',
};

/** Without a model: the best sentences or passage, with places. @param usual the language of the answer if the question does not decide it */
export function composeAnswer(question: string, hits: SearchHit[], usual?: Language): string {
	if (hits.length === 0) return nothing[detectLanguage(question, usual)];
	const passages = hits.map(({ chunkId: id, page, pages, ...hit }) =>
		createPassage({ id, ...hit, ...(page !== undefined && { page }), ...(pages && { pages }) }),
	);
	const selected = selectSentences(question, passages);
	const quoted = selected.length > 0 ? selected : [{ text: hits[0]!.text.trim(), passage: 0 }];
	const sources = [...new Set(quoted.map(({ passage }) => passage))].map((number) => {
		const passage = passages[number]!;
		const said = quoted.filter((one) => one.passage === number).map(({ text }) => text);
		return `[${number + 1}] ${[passage.title, describePages(findCitedPages(passage, said))].filter(Boolean).join(', ')}`;
	});
	return `${quoted.map(({ text, passage }) => `${text} [${passage + 1}]`).join(' ')}\n\n${sources.join('\n')}`;
}
