import type { Question } from '../plan';
import { leavesChoice } from '../wish/yes-no';

/** Splits an answer in words to several questions: by lines, by numbers or by a semicolon. One answer that leaves the choice is for all. */
export function splitAnswers(text: string, questions: readonly Question[]): Array<string | undefined> {
	if (leavesChoice(text)) return questions.map(() => text);
	if (questions.length < 2) return [text.trim()];
	const parts = text
		.split(/\r?\n|;|(?:^|\s)(?=\d[.)]\s)/)
		.map((part) => part.replace(/^\s*\d[.)]\s+/, '').trim())
		.filter(Boolean);
	return parts.length > 1 && parts.length <= questions.length ? parts : [text.trim()];
}
