import { isTroupeError } from '../../core/base/errors';
import { detectLanguage, identifySurely } from '../../core/base/text/language';
import type { Language } from '../../core/base/text/languages';
import type { ChatModel } from '../../core/ports/models/models';
import { type Picture, type Question, type Slot, slots } from '../plan';
import { findPeople } from '../wish/find-people';
import { findSystems } from '../wish/find-systems';
import { findTriggers } from '../wish/find-trigger';
import { maxWish, shorten, splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';
import { askPicture, type ProposedPicture } from './ask-picture';
import { chooseQuestions, maxAtOnce } from './choose-questions';
import { isMentioned } from './is-mentioned';

interface ReadWish {
	language: Language;
	picture: Picture;
	questions: Question[];
	later: Question[];
	/** Parts of the wish that cannot be done, in sentences for the person. */
	cannot: string[];
}

const maxValue = 300;

/**
 * Makes a typed picture of a wish, and chooses what to ask. Rules find who and how it begins; a model adds to it, understands better how it begins, and
 * proposes questions. A value of the model whose words are not in the wish is a supposition.
 * @param language of the plan. Default: that of the wish
 * @throws TroupeError MODEL_* except MODEL_OUTPUT_INVALID, CANCELLED
 */
export async function readWish(wish: string, model: ChatModel | undefined, signal: AbortSignal, language?: Language): Promise<ReadWish> {
	const text = wish.slice(0, maxWish);
	const spoken = language ?? identifySurely(text) ?? detectLanguage(text);
	const proposed = model && (await askModel(text, spoken, model, signal));
	const picture = mergePicture(text, findFacts(text, spoken), proposed);
	// A contradiction is one only if the wish says both sides.
	const conflicts = (proposed?.conflicts ?? [])
		.filter(({ choices = [] }) => choices.every((choice) => isMentioned(choice, text)))
		.slice(0, 1);
	const told = { wish: text, language: spoken, picture, answers: {} };
	const asked = chooseQuestions(told, [...conflicts, ...(proposed?.questions ?? [])]);
	const goal = proposed?.picture.goal;
	const chosen = goal === undefined ? asked : asked.map((one) => (one.id === 'goal' ? offerGoal(one, goal) : one));
	const questions = chosen.slice(0, maxAtOnce);
	const later = chosen.slice(maxAtOnce);
	return { language: spoken, picture, questions, later, cannot: proposed?.cannot ?? [] };
}

const offerGoal = (question: Question, goal: string): Question => ({
	...question,
	choices: [...new Set([goal, ...(question.choices ?? [])])],
	default: goal,
});

/** Goes on without an answer that cannot be read: small models often write none that fits. */
async function askModel(wish: string, language: Language, model: ChatModel, signal: AbortSignal): Promise<ProposedPicture | undefined> {
	try {
		return await askPicture(wish, language, model, signal);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'MODEL_OUTPUT_INVALID') return undefined;
		throw error;
	}
}

function mergePicture(wish: string, facts: Picture, proposed: ProposedPicture | undefined): Picture {
	const picture: Picture = {};
	const put = (slot: Slot, text: string | undefined) => {
		if (text) picture[slot] = { text: shorten(text, maxValue), from: isMentioned(text, wish) ? 'wish' : 'supposed' };
	};
	for (const slot of slots) {
		const guess = proposed?.picture[slot];
		const isBetter = slot === 'goal' || (slot === 'trigger' && guess !== undefined && isMentioned(guess, wish));
		const isGuessed = slot === 'systems' && guess !== undefined && !isMentioned(guess, wish);
		if ((isBetter || !facts[slot]) && !isGuessed) put(slot, guess);
		if (!picture[slot] && facts[slot]) picture[slot] = facts[slot];
	}
	return picture;
}

/** Fills the slots that the interview asks about with words of the wish. A slot that the wish says nothing about stays empty. */
function findFacts(wish: string, language: Language): Picture {
	const sentences = splitSentences(wish).map(({ text }) => text);
	const approvals = sentences.filter((sentence) => wishWords[language].approves.test(sentence.toLowerCase()));
	const said: Array<[Slot, string]> = [
		['goal', withoutWant(sentences[0] ?? '', language)],
		['trigger', findTriggers(wish, language)[0]?.text ?? ''],
		['actors', findPeople(wish, language).join(', ')],
		['systems', findSystems(wish).join(', ')],
		['approvals', approvals.join('. ')],
	];
	return Object.fromEntries(
		said.flatMap(([slot, text]) => (text === '' ? [] : [[slot, { text: shorten(text, 300), from: 'wish' as const }]])),
	);
}

function withoutWant(text: string, language: Language): string {
	const match = wishWords[language].wants.exec(text.toLowerCase());
	const rest = match ? text.slice(match[0].length) : text;
	return rest.trim() === '' ? text : rest;
}
