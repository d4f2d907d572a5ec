import type { Passage } from '../ports';
import { extractTerms } from '../words/terms';
import { numberWords, read } from './cite-statements';
import { groupStatementsByCitation, withoutCitations } from './grounding';

/** The least share of the content words of a statement that the passage has which it cites. */
const leastShare = 0.6;
const maxLength = 8_000;

/**
 * Returns whether a passage that a statement cites has its numbers and most of its words, for each statement of an answer that cites any. It is a
 * check of words: it finds numbers put behind anything, not a statement that turns what a passage says.
 *
 * A statement with a number of the passage can repeat numbers of the question too ("after three weeks", "my 110V machine"), if the passage does not
 * have their unit: "within 60 days" is not repeated where a passage speaks of days.
 */
export function areCitationsBorneOut(answer: string, passages: readonly Passage[], question = ''): boolean {
	const statements = groupByStatement(answer);
	if (statements.size === 0 || answer.length > maxLength) return false;
	const asked = new Set(read(question.slice(0, maxLength)).numbers.map(({ value }) => value));
	const sources = passages
		.map(({ title, text }) => `${title}. ${text}`)
		.map((source) => ({
			words: new Set(extractTerms(source, ['pt', 'en']).flat()),
			numbers: new Set(read(source).numbers.map(({ value }) => value)),
		}));
	return [...statements].every(([statement, cited]) =>
		cited.some((number) => sources[number - 1] && isBorneOut(withoutCitations(statement), sources[number - 1]!, asked)),
	);
}

/** Returns the numbers that each statement cites. */
function groupByStatement(answer: string): Map<string, number[]> {
	const numbers = new Map<string, number[]>();
	for (const [number, statements] of groupStatementsByCitation(answer))
		for (const statement of statements) numbers.set(statement, [...(numbers.get(statement) ?? []), number]);
	return numbers;
}

function isBorneOut(statement: string, source: { words: Set<string>; numbers: Set<string> }, asked: Set<string>): boolean {
	const said = read(statement);
	const others = said.numbers.filter(({ value }) => !source.numbers.has(value));
	if (others.length > 0 && others.length === said.numbers.length) return false;
	if (!others.every(({ value, unit }) => asked.has(value) && !unit.some((form) => source.words.has(form)))) return false;
	// Numbers and their units are compared already.
	const compared = new Set(others.flatMap(({ value, unit }) => [...unit, `${value}${unit[0] ?? ''}`]));
	const content = said.words.filter((forms) => !forms.some((form) => compared.has(form) || numberWords.has(form)));
	const known = content.filter((forms) => forms.some((form) => source.words.has(form)));
	return known.length > 0 && known.length >= content.length * leastShare;
}
