import type { Passage } from '../ports';
import { extractTerms } from '../words/terms';
import { read } from './cite-statements';
import { groupStatementsByCitation, withoutCitations } from './grounding';

/** The least share of the content words of a statement that the passage has which it cites. */
const leastShare = 0.6;
const maxLength = 8_000;

/**
 * Returns whether the passages that an answer cites have the numbers of each statement that cites them, and most of its words. It is a check of words:
 * it finds numbers put behind anything, not a statement that turns what a passage says.
 */
export function areCitationsBorneOut(answer: string, passages: readonly Passage[]): boolean {
	const cited = [...groupStatementsByCitation(answer)];
	if (cited.length === 0 || answer.length > maxLength) return false;
	return cited.every(([number, statements]) => {
		const passage = passages[number - 1];
		if (!passage) return false;
		const source = `${passage.title}. ${passage.text}`;
		const words = new Set(extractTerms(source, ['pt', 'en']).flat());
		const numbers = new Set(read(source).numbers.map(({ value }) => value));
		return statements.every((statement) => {
			const said = read(withoutCitations(statement));
			const known = said.words.filter((forms) => forms.some((form) => words.has(form)));
			const hasNumbers = said.numbers.every(({ value }) => numbers.has(value));
			return hasNumbers && known.length > 0 && known.length >= said.words.length * leastShare;
		});
	});
}
