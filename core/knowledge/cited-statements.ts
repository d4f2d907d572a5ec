import type { Passage } from '../ports';
import { extractTerms } from '../words/terms';
import { numberWords, read } from './cite-statements';
import { groupStatementsByCitation, withoutCitations } from './grounding';

/** The least share of the content words of a statement that the passage has which it cites. */
const leastShare = 0.6;
const maxLength = 8_000;

/**
 * Returns whether the passages that an answer cites have the numbers of each statement that cites them, and most of its words. It is a check of words:
 * it finds numbers put behind anything, not a statement that turns what a passage says.
 *
 * A statement with a number of the passage can repeat numbers of the question too ("after three weeks", "my 110V machine"), if the passage does not
 * have their unit: "within 60 days" is not repeated where a passage speaks of days.
 */
export function areCitationsBorneOut(answer: string, passages: readonly Passage[], question = ''): boolean {
	const cited = [...groupStatementsByCitation(answer)];
	if (cited.length === 0 || answer.length > maxLength) return false;
	const asked = new Set(read(question.slice(0, maxLength)).numbers.map(({ value }) => value));
	return cited.every(([number, statements]) => {
		const passage = passages[number - 1];
		if (!passage) return false;
		const source = `${passage.title}. ${passage.text}`;
		const words = new Set(extractTerms(source, ['pt', 'en']).flat());
		const numbers = new Set(read(source).numbers.map(({ value }) => value));
		return statements.every((statement) => isBorneOut(withoutCitations(statement), { words, numbers }, asked));
	});
}

function isBorneOut(statement: string, source: { words: Set<string>; numbers: Set<string> }, asked: Set<string>): boolean {
	const said = read(statement);
	const others = said.numbers.filter(({ value }) => !source.numbers.has(value));
	if (others.length > 0 && others.length === said.numbers.length) return false;
	if (!others.every(({ value, unit }) => asked.has(value) && !unit.some((form) => source.words.has(form)))) return false;
	// What was compared as numbers and their units.
	const compared = new Set(others.flatMap(({ value, unit }) => [...unit, `${value}${unit[0] ?? ''}`]));
	const content = said.words.filter((forms) => !forms.some((form) => compared.has(form) || numberWords.has(form)));
	const known = content.filter((forms) => forms.some((form) => source.words.has(form)));
	return known.length > 0 && known.length >= content.length * leastShare;
}
