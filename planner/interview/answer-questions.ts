import { findNearName } from '../../core/base/text/near-name';
import { type Picture, type Plan, type Question, type Slot, type SlotValue, slots } from '../plan';
import { shorten } from '../wish/sentences';
import { leavesChoice } from '../wish/yes-no';
import { chooseQuestions, maxAtOnce, maxQuestions } from './choose-questions';

/** By a question's id or a slot, in the order of the questions, or in words. */
export type Answers = Record<string, string> | string[] | string;

export type Interview = Pick<Plan, 'wish' | 'language' | 'picture' | 'questions' | 'answers'> & { later?: Question[] };

interface Answered {
	picture: Picture;
	/** Questions to ask now: at most two. */
	questions: Question[];
	/** Questions of the model that are asked after them. */
	later: Question[];
	answers: Record<string, string>;
	/** Keys that no question and no slot has. */
	unused: string[];
}

const maxAnswer = 2_000;
const maxAnswers = 50;

/** Takes answers into the picture, and returns what is still to ask. "You decide" takes the default. */
export function answerQuestions(plan: Interview, answers: Answers): Answered {
	const open = [...plan.questions, ...(plan.later ?? [])];
	const { byId, bySlot, unused } = assign(answers, plan, open);
	const next: Interview = { ...plan, picture: { ...plan.picture }, answers: { ...plan.answers } };
	for (const [question, text] of byId) take(next, question, text);
	for (const [slot, text] of bySlot) {
		next.picture[slot] = { text, from: 'answer' };
		next.answers[slot] = text;
	}
	return { ...next, ...ask(next), unused };
}

export function supposeAnswers(plan: Interview): Answered {
	let next = answerQuestions(plan, {});
	for (let asked = 0; asked < maxQuestions && next.questions.length > 0; asked += 1) {
		const defaults = Object.fromEntries(next.questions.map(({ id }) => [id, '']));
		next = answerQuestions({ ...plan, ...next }, defaults);
	}
	return { ...next, questions: [], later: [] };
}

function ask(plan: Interview): Pick<Answered, 'questions' | 'later'> {
	const known = [...plan.questions, ...(plan.later ?? [])];
	const chosen = chooseQuestions(plan, known);
	return { questions: chosen.slice(0, maxAtOnce), later: chosen.slice(maxAtOnce) };
}

function take(plan: Interview, question: Question, text: string): void {
	const { id, slot } = question;
	if (leavesChoice(text)) {
		const isLeft = text.trim() !== '';
		const value = { ...suppose(plan.picture[slot], question), ...(isLeft && { isLeft }) };
		plan.answers[id] = value.text;
		plan.picture[slot] = value;
		return;
	}
	// A figure does not choose where steps are asked for.
	const value = slot === 'goal' && /^\s*\d+\s*$/.test(text) ? shorten(text, maxAnswer) : readChoice(text, question.choices ?? []);
	plan.answers[id] = value;
	plan.picture[slot] = { text: value, from: 'answer' };
}

function suppose(known: SlotValue | undefined, { id, slot, text, default: usual }: Question): SlotValue {
	const isConflict = id.startsWith('conflict');
	const value: SlotValue = { text: usual, from: 'supposed', question: text, ...(isConflict && { isConflict }) };
	if (!known || isConflict || slot === 'goal') return value;
	return id === slot ? known : { ...value, text: shorten(`${usual}; ${known.text}`, maxAnswer) };
}

/** Reads `2`, `b)` and a beginning or a misspelling of a choice as the choice. */
function readChoice(text: string, choices: string[]): string {
	const words = shorten(text, maxAnswer);
	const number = /^\s*(?:(\d)|([a-e]))\s*[.)]?\s*$/i.exec(words);
	const at = number?.[1] ? Number(number[1]) - 1 : number?.[2] ? number[2].toLowerCase().charCodeAt(0) - 97 : -1;
	if (choices[at] !== undefined && !choices.includes(words)) return choices[at];
	const lower = words.toLowerCase();
	const begins = choices.filter((choice) => lower.length > 1 && choice.toLowerCase().startsWith(lower));
	if (begins.length === 1) return begins[0]!;
	return findNearName(words, choices) ?? words;
}

interface Assigned {
	byId: Array<[Question, string]>;
	bySlot: Array<[Slot, string]>;
	unused: string[];
}

function assign(answers: Answers, { questions }: Interview, open: Question[]): Assigned {
	if (typeof answers === 'string') return assignInOrder(splitAnswers(answers.slice(0, maxAnswer), questions), questions);
	if (Array.isArray(answers)) return assignInOrder(answers.slice(0, maxAnswers), open);
	const assigned: Assigned = { byId: [], bySlot: [], unused: [] };
	for (const [key, value] of Object.entries(answers).slice(0, maxAnswers)) {
		const text = String(value).slice(0, maxAnswer);
		const question = open.find(({ id }) => id === key) ?? open.find(({ slot }) => slot === key);
		const slot = slots.find((one) => one === key);
		if (question) assigned.byId.push([question, text]);
		else if (!slot) assigned.unused.push(key);
		else if (!leavesChoice(text)) assigned.bySlot.push([slot, shorten(text, maxAnswer)]);
	}
	return assigned;
}

function assignInOrder(texts: Array<string | undefined>, questions: Question[]): Assigned {
	const byId = questions.flatMap((question, at): Array<[Question, string]> =>
		texts[at] === undefined ? [] : [[question, String(texts[at]).slice(0, maxAnswer)]],
	);
	const unused = texts.slice(questions.length).map((text) => shorten(String(text), 60));
	return { byId, bySlot: [], unused };
}

/** Splits an answer in words to several questions: by lines, by numbers or by a semicolon. One answer that leaves the choice is for all. */
function splitAnswers(text: string, questions: readonly Question[]): Array<string | undefined> {
	if (leavesChoice(text)) return questions.map(() => text);
	if (questions.length < 2) return [text.trim()];
	const parts = text
		.split(/\r?\n|;|(?:^|\s)(?=\d[.)]\s)/)
		.map((part) => part.replace(/^\s*\d[.)]\s+/, '').trim())
		.filter(Boolean);
	return parts.length > 1 && parts.length <= questions.length ? parts : [text.trim()];
}
