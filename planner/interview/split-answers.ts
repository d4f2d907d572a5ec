import type { Language } from '../../core/base/text/languages';
import { readThreshold } from '../draw/outline/read-condition';
import type { Question, Slot } from '../plan';
import { findDuration } from '../wish/durations';
import { findWho } from '../wish/find-name';
import { findSystems } from '../wish/find-systems';
import { readTrigger } from '../wish/read-trigger';
import { wishWords } from '../wish/words';
import { isNo, leavesChoice } from '../wish/yes-no';

/** Splits an answer in words to several questions: by lines, by numbers, by a semicolon, or by what each part says. One answer that leaves the choice is for all. */
export function splitAnswers(text: string, questions: readonly Question[], language: Language): Array<string | undefined> {
	if (leavesChoice(text)) return questions.map(() => text);
	if (questions.length < 2) return [text.trim()];
	const parts = text
		.split(/\r?\n|;|(?:^|\s)(?=\d[.)]\s)/)
		.map((part) => part.replace(/^\s*\d[.)]\s+/, '').trim())
		.filter(Boolean);
	if (parts.length > 1 && parts.length <= questions.length) return parts;
	return splitByMeaning(text, questions, language) ?? [text.trim()];
}

const joins = /,\s*(?:(?:and|e)\s+)?|\s+(?:and|e)\s+/giu;
const maxJoins = 6;

/** `Up to 500, and Maria approves` answers from which amount, and who approves. */
function splitByMeaning(text: string, questions: readonly Question[], language: Language): string[] | undefined {
	const [first, second, ...others] = questions;
	if (!first || !second || others.length > 0) return undefined;
	for (const { 0: join, index } of [...text.matchAll(joins)].slice(0, maxJoins)) {
		const [one, other] = [text.slice(0, index).trim(), text.slice(index + join.length).trim()];
		if (answers(one, first, language) && answers(other, second, language)) return [one, other];
		if (answers(other, first, language) && answers(one, second, language)) return [other, one];
	}
	return undefined;
}

const fits: Partial<Record<Slot, (part: string, language: Language) => boolean>> = {
	decisions: (part, language) => readThreshold(part, language) !== undefined,
	approvals: (part, language) => wishWords[language].approves.test(part.toLowerCase()) || (isNo(part) && !/\d/.test(part)),
	actors: (part, language) => findWho(part, language) !== undefined && !wishWords[language].approves.test(part.toLowerCase()),
	systems: (part) => findSystems(part).length > 0,
	trigger: (part, language) => readTrigger(part, language) !== undefined,
	deadline: (part) => findDuration(part) !== undefined,
};

const answers = (part: string, { slot, choices = [] }: Question, language: Language): boolean =>
	(part.length > 2 && choices.some((choice) => choice.toLowerCase().startsWith(part.toLowerCase()))) ||
	fits[slot]?.(part, language) === true;
