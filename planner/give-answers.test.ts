import { answerQuestions, supposeAnswers } from './interview/answer-questions';
import { answerAll, giveAnswers } from './give-answers';
import type { Plan, Question } from './plan';
import type { PlannerSkills } from './skills';

const approvals: Question = {
	id: 'approvals',
	slot: 'approvals',
	text: 'Who approves?',
	default: 'nobody',
	choices: ['nobody', 'the manager'],
};
const plan = {
	...{ id: 'p', wish: 'Pay the invoice', language: 'en', picture: {}, answers: {}, conversation: [] },
	questions: [approvals],
} as unknown as Plan;
const skills = {
	answer: (asked: Plan, answers: Record<string, string>) => answerQuestions(asked, answers),
	suppose: (asked: Plan) => supposeAnswers(asked),
} as unknown as PlannerSkills;

it('refuses a figure in place of who or what, and takes the number of an answer that was offered', () => {
	const refused = expect.objectContaining({ code: 'INPUT_INVALID', message: 'The answer "3" to "approvals" is a figure alone.' }) as Error;
	expect(() => giveAnswers(plan, { approvals: '3' }, skills)).toThrow(refused);
	expect(() => answerAll({ ...plan, questions: [] }, { wish: plan.wish, answers: { approvals: '3' } }, skills)).toThrow(refused);
	expect(giveAnswers(plan, { approvals: '2' }, skills).picture.approvals?.text).toBe('the manager');
	expect(giveAnswers(plan, { approvals: 'above 3' }, skills).picture.approvals?.text).toBe('above 3');
	expect(answerAll(plan, { wish: plan.wish, answers: { decisions: '3', approvals: '1' } }, skills).picture.decisions?.text).toBe('3');
});
