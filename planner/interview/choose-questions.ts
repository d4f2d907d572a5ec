import type { Picture, Plan, Question, Slot } from '../plan';
import { readTrigger } from '../wish/read-trigger';
import { shorten, splitSentences } from '../wish/sentences';
import { isSettled } from './is-settled';
import { questionTexts } from './question-texts';

/** Max number of questions at once, and in one interview. */
export const maxAtOnce = 2;
export const maxQuestions = 6;

export type Interviewed = Pick<Plan, 'wish' | 'language' | 'picture' | 'answers'>;

/**
 * Returns the questions that are still to ask, the most important first: contradictions, then what a model asks, then what every plan needs and nobody
 * said. What was answered is not asked again.
 * @param proposed questions of a model, which replace those of the interview for their slot
 */
export function chooseQuestions(told: Interviewed, proposed: Question[] = []): Question[] {
	const { picture, answers } = told;
	const isOpen = ({ id, slot }: Question) => !Object.hasOwn(answers, id) && !Object.hasOwn(answers, slot) && !isSettled(picture, slot);
	const isConflict = ({ id }: Question) => id.startsWith('conflict-');
	const isOfModel = (question: Question) => question.id !== question.slot && !isConflict(question) && (question.choices?.length ?? 0) > 1;
	// The question about the goal can offer what a model understood.
	const known = proposed.find(({ id }) => id === 'goal');
	const own = listOwn(told).map((question) => (known && question.id === 'goal' ? known : question));
	const questions = [...proposed.filter(isConflict), ...proposed.filter(isOfModel), ...own].filter(isOpen);
	const unique = questions.filter(({ slot }, at) => questions.findIndex((other) => other.slot === slot) === at);
	return unique.slice(0, Math.max(0, maxQuestions - Object.keys(answers).length));
}

const maxOffered = 100;
const fewWords = 12;

/** Returns the questions of every interview that the wish does not answer. */
function listOwn({ wish, language, picture }: Interviewed): Question[] {
	const texts = questionTexts[language];
	const isSaid = (slot: Slot) => picture[slot] !== undefined;
	const isShort = splitSentences(wish).length < 2 && wish.split(/\s+/).length < fewWords && !isFromWish(picture, 'trigger');
	const beginsByForm = readTrigger(picture.trigger?.text ?? '', language)?.kind === 'form';
	return [
		...(isShort ? [texts.goal(shorten(wish, maxOffered))] : []),
		...(isFromWish(picture, 'trigger') ? [] : [texts.trigger()]),
		...(isSaid('actors') ? [] : [texts.actors()]),
		...(isSaid('approvals') ? [] : [texts.approvals()]),
		...(beginsByForm && !isSaid('data') ? [texts.data()] : []),
	];
}

const isFromWish = (picture: Picture, slot: Slot): boolean => picture[slot]?.from === 'wish';
