import { extractQuestionTerms, foldAccents } from '../../../words/terms';
import {
	asksLater,
	bullet,
	clauseEnd,
	joined,
	refersBack,
	refersOnly,
	requesting,
	startsAsking,
	subordinate,
	tells,
	turning,
	wishing,
} from './question-forms';
import { splitIntoSentences } from '../../sentences';

/** More are searched as one message. */
const maxQuestions = 4;
/** A longer text is a document, not a message. */
const maxLength = 4_000;
/** With fewer, it may need the clause before it. */
const fewestTerms = 2;
/** A question that refers back needs more. */
const fewestReferring = 4;

interface Clause {
	text: string;
	isQuestion: boolean;
	tells: boolean;
	turns: boolean;
	terms: number;
}

/**
 * In order, each searchable: by lines, sentences, and words that join clauses. Too short questions get the clause before. Empty for fewer than two,
 * or too many to search each.
 */
export function splitQuestions(message: string): string[] {
	if (message.length > maxLength) return [];
	const all = message.split(/\n+/).flatMap(readLine);
	const isSignature = (clause: Clause, index: number) => index === all.length - 1 && !clause.isQuestion && all[index - 1]?.tells;
	const clauses = all.filter((clause, index) => (clause.terms > 0 || clause.isQuestion) && !isSignature(clause, index));
	const texts = [...new Set(attachContext(clauses).map(({ text }) => text))];
	return texts.length > 1 && texts.length <= maxQuestions ? texts : [];
}

function readLine(line: string): Clause[] {
	const isItem = bullet.test(line);
	const sentences = splitIntoSentences(line.replace(bullet, ''));
	return sentences.flatMap((sentence) => splitClauses(sentence.trim())).map((clause) => readClause(clause, isItem));
}

function readClause({ text: sentence, turns: isTurn }: Pick<Clause, 'text' | 'turns'>, isItem: boolean): Clause {
	const whole = fold(sentence);
	const folded = whole.replace(joined, '');
	const text = sentence.slice(sentence.length - folded.length);
	const isQuestion = isItem || text.includes('?') || [startsAsking, requesting, asksLater].some((form) => form.test(folded));
	return {
		text,
		isQuestion,
		tells: !isQuestion && tells.test(folded) && !wishing.test(folded),
		turns: isItem || isTurn || turning.test(whole.slice(0, whole.length - folded.length)),
		terms: extractQuestionTerms(text).length,
	};
}

function splitClauses(sentence: string): Array<Pick<Clause, 'text' | 'turns'>> {
	const clauses: Array<Pick<Clause, 'text' | 'turns'>> = [];
	let from = 0;
	let isTurn = false;
	for (const { 0: end, index } of fold(sentence).matchAll(clauseEnd)) {
		const clause = sentence.slice(from, index);
		const isPart = subordinate.test(fold(clause)) && end.startsWith(',');
		const says = [clause, sentence.slice(index + end.length)].every((part) => extractQuestionTerms(part).length > 0);
		if (isPart || !says) continue;
		clauses.push({ text: clause, turns: isTurn });
		[from, isTurn] = [index + end.length, turning.test(end)];
	}
	return [...clauses, { text: sentence.slice(from), turns: isTurn }];
}

/** A statement belongs to the question after it, unless it tells of the person; without one, it is a question in key words. */
function attachContext(clauses: Clause[]): Clause[] {
	const questions: Clause[] = [];
	for (const [index, clause] of clauses.entries()) {
		const before = clauses[index - 1];
		const after = clauses[index + 1];
		const isIntroduction = !clause.isQuestion && (!isStatement(clause) || (after?.isQuestion && !after.turns));
		const needsIt = before && belongsTo(clause, before);
		if (isIntroduction || (!needsIt && clause.terms === 0)) continue;
		if (needsIt && questions.at(-1)?.text.endsWith(before.text)) questions.pop();
		questions.push(needsIt ? { ...clause, text: `${before.text} ${clause.text}` } : clause);
	}
	return questions;
}

const isStatement = ({ isQuestion, tells: isTold, terms }: Clause): boolean => !isQuestion && !isTold && terms >= fewestTerms;

function belongsTo({ text, terms, isQuestion, turns }: Clause, before: Clause): boolean {
	if (!isQuestion || turns) return false;
	if (isStatement(before)) return true;
	const isPoor = terms < fewestTerms;
	if (isPoor && !before.isQuestion) return true;
	return isPoor ? refersBack.test(fold(text)) : terms < fewestReferring && refersOnly.test(fold(text));
}

/** Removes accents, and keeps the length. */
const fold = (text: string): string => {
	const folded = foldAccents(text.toLowerCase());
	return folded.length === text.length ? folded : text.toLowerCase();
};
