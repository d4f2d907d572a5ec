import type { Language } from '../../../core/base/text/languages';
import { isSettled } from '../../interview/is-settled';
import type { Picture } from '../../plan';
import { cut, type Sentence } from '../../wish/sentences';
import { isTask } from '../is-task';
import { prohibits } from './find-forbidden';
import { findGuard } from './find-guard';
import { outlineTexts } from './outline-texts';

/** Checks for the answer that a person does what the rules did not understand, or checks that it is kept. */
export const isForPerson = ({ limits }: Picture): boolean =>
	limits !== undefined &&
	isSettled({ limits }, 'limits') &&
	/^\s*(?:a person (?:does (?:it|them)|checks)|uma pessoa (?:faz|confere))/i.test(limits.text);

/** Makes steps of a person of the sentences that led to nothing and ask for something. */
export const giveToPerson = (sentences: Sentence[], unread: readonly string[], language: Language): Sentence[] =>
	sentences.map((sentence) =>
		unread.includes(sentence.text) && isTask(sentence.text, language)
			? { text: sayTask(sentence.text, language), isEntry: true }
			: sentence,
	);

/** Lets a person check that a prohibition is kept: the approver, where the words name one. */
function sayTask(text: string, language: Language): string {
	const texts = outlineTexts[language];
	const words = cut(text, 45);
	return prohibits(text, language) ? texts.checkLimit(words, findGuard(text, language)?.who ?? texts.team) : texts.decide(words);
}
