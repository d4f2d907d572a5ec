import { TroupeError } from '../core/base/errors';
import { type Plan, slots } from './plan';
import type { Answered } from './plan-answers';
import type { NewPlan } from './plans';
import type { PlannerSkills } from './skills';
import { shorten } from './wish/sentences';

const maxAsked = 20;
const maxUnasked = 60;

/**
 * Takes the answers that came with the wish, round after round, and supposes the others if it is to. Answers count also where nothing is asked: they
 * go before the words of the wish.
 * @throws TroupeError INPUT_INVALID for a key that no question and no slot has
 */
export function answerAll(begun: Plan, { answers = {}, supposes }: NewPlan, skills: PlannerSkills): Plan {
	let plan = begun;
	let given = answers;
	for (let asked = 0; asked < maxAsked && (plan.questions.length > 0 || (asked === 0 && !Array.isArray(given))); asked++) {
		const count = plan.questions.length;
		const taken = Array.isArray(given) ? given.slice(0, count) : given;
		const answered = skills.answer(plan, taken);
		const isSame = answered.questions.every(({ id }, index) => id === plan.questions[index]?.id);
		given = Array.isArray(given) ? given.slice(count) : pickUnused(given, answered);
		plan = takeAnswered(plan, answered);
		if (isSame) break;
	}
	if (!Array.isArray(answers)) refuseFigures(answers, plan);
	if (!Array.isArray(given)) refuseUnused(Object.keys(given), plan);
	else if (given.length > 0) plan = { ...plan, unasked: given.slice(0, maxUnasked).map((text) => shorten(text, 200)) };
	return supposes && plan.questions.length > 0 ? takeAnswered(plan, skills.suppose(plan)) : plan;
}

/** @throws TroupeError INPUT_INVALID for a key that no question and no slot has */
export function giveAnswers(plan: Plan, answers: Record<string, string> | string, skills: PlannerSkills): Plan {
	const answered = skills.answer(plan, answers);
	const next = takeAnswered(plan, answered);
	if (typeof answers !== 'string') {
		refuseFigures(answers, next);
		refuseUnused(answered.unused ?? [], plan);
	}
	return next;
}

function refuseFigures(answers: Record<string, string>, { picture }: Plan): void {
	const wordy = ['goal', 'trigger', 'actors', 'systems', 'exceptions', 'approvals'] as const;
	const figures = Object.values(answers).filter((text) => /^\s*[\d.,]+\s*$/.test(text));
	const slot = wordy.find((one) => figures.includes(picture[one]?.text ?? ''));
	if (slot === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The answer ${JSON.stringify(picture[slot]!.text.slice(0, 60))} to "${slot}" is a figure alone.`,
		fix: 'Say it in words, such as "the manager, above 500", or give the number of an answer that was offered.',
	});
}

const pickUnused = (given: Record<string, string>, { unused = [] }: Answered): Record<string, string> =>
	Object.fromEntries(Object.entries(given).filter(([key]) => unused.includes(key)));

const takeAnswered = (plan: Plan, { picture, questions, later, answers }: Answered): Plan => ({
	...plan,
	picture,
	questions,
	later,
	answers,
});

function refuseUnused(keys: string[], { questions }: Plan): void {
	if (keys.length === 0) return;
	const known = [...new Set([...questions.map(({ id }) => id), ...slots])];
	const named = keys.slice(0, 10).map((key) => `"${key.slice(0, 60)}"`);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `No question and no slot has the ${keys.length === 1 ? 'name' : 'names'} ${named.join(', ')}.`,
		fix: `Name each answer by the id of a question or by a slot: ${known.join(', ')}.`,
	});
}
