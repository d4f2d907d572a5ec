import fc from 'fast-check';
import type { Language } from '../../core/base/text/languages';
import { answerQuestions, type Answers, type Interview, supposeAnswers } from './answer-questions';
import { readWish } from './read-wish';

const begin = async (wish: string): Promise<Interview> => ({
	wish,
	answers: {},
	...(await readWish(wish, undefined, new AbortController().signal)),
});
const wish = 'Pay the invoice. Open the letter. Call the bank.';

it('takes answers by id, by slot, in order and in words, by number or beginning', async () => {
	const plan = await begin(wish);
	expect(plan.questions.map(({ id }) => id)).toEqual(['trigger', 'actors']);
	const [first, second] = plan.questions;
	const expected = { [first!.id]: first!.choices![1], [second!.id]: second!.choices![0] };
	const ways: Answers[] = [
		{ [first!.id]: '2', [second!.id]: 'a' },
		{ [first!.slot]: first!.choices![1]!, [second!.slot]: second!.choices![0]! },
		['2)', '1'],
		'1. b\n2. a',
	];
	for (const way of ways) expect(answerQuestions(plan, way).answers).toEqual(expected);
});

it('never asks again what was answered, asks at most two at once and six in all', async () => {
	let plan = await begin(wish);
	const asked: string[] = [];
	for (let round = 0; round < 10 && plan.questions.length > 0; round += 1) {
		expect(plan.questions.length).toBeLessThanOrEqual(2);
		asked.push(...plan.questions.map(({ id }) => id));
		plan = {
			...plan,
			...answerQuestions(
				plan,
				plan.questions.map(({ choices }) => choices![0]!),
			),
		};
	}
	expect(plan.questions).toEqual([]);
	expect(new Set(asked).size).toBe(asked.length);
	expect(asked.length).toBeLessThanOrEqual(6);
});

it.each(['you decide', 'I don’t know'.replace('’', "'"), 'não sei', 'tanto faz', ''])(
	'takes the default for "%s", as a supposition',
	async (words) => {
		const plan = await begin('Um agente resume as notas.');
		expect(plan.questions.map(({ id }) => id)).toContain('trigger');
		const { picture, answers } = answerQuestions(plan, { trigger: words });
		expect(picture.trigger).toMatchObject({ text: 'Uma pessoa preenche um formulário', from: 'supposed' });
		expect(answers['trigger']).toBe('Uma pessoa preenche um formulário');
	},
);

it('supposes everything that was not answered, so that nothing is asked', async () => {
	const supposed = supposeAnswers(await begin(wish));
	expect(supposed).toMatchObject({ questions: [], later: [], picture: { trigger: { from: 'supposed' } } });
});

it('lists what nobody answered as supposed, also what decides a contradiction, and how', async () => {
	const conflict = {
		...{ id: 'conflict-approvals', slot: 'approvals' as const, text: 'Does a person approve?' },
		...{ choices: ['Yes, a person approves', 'No'], default: 'Yes, a person approves' },
	};
	const plan = { ...(await begin(wish)), questions: [conflict] };
	expect(supposeAnswers(plan).picture.approvals).toMatchObject({ text: 'Yes, a person approves', from: 'supposed', isConflict: true });
	expect(answerQuestions(plan, { approvals: 'No' }).picture.approvals?.from).toBe('answer');
	expect(supposeAnswers(await begin('Answer mails.')).picture.goal?.from).toBe('supposed');
});

it('keeps the systems and people that were named where nobody answers who and where', async () => {
	const plan = await begin(wish);
	const named = { text: 'the payment API', from: 'wish' as const };
	const next = supposeAnswers({ ...plan, picture: { ...plan.picture, systems: named, actors: { ...named, text: 'HR, manager' } } });
	expect(next.picture).toMatchObject({ systems: named, actors: { text: 'HR, manager', from: 'wish' } });
});

it('takes a figure as an answer about the goal as it is', async () => {
	const plan = await begin('Answer mails.');
	expect(plan.questions[0]?.slot).toBe('goal');
	expect(answerQuestions(plan, { goal: '2' }).picture.goal).toEqual({ text: '2', from: 'answer' });
});

it('keeps an answer to a slot that was not asked, and names what it cannot use', async () => {
	const { picture, unused } = answerQuestions(await begin(wish), { deadline: '3 days', colour: 'red' });
	expect(picture.deadline).toEqual({ text: '3 days', from: 'answer' });
	expect(unused).toEqual(['colour']);
});

it('takes any answers within bounds', async () => {
	const plan = await begin(wish);
	const answers = fc.oneof(
		fc.string(),
		fc.array(fc.string()),
		fc.dictionary(fc.oneof(fc.constantFrom('goal', 'trigger', '__proto__', 'toString'), fc.string()), fc.string()),
	);
	fc.assert(
		fc.property(answers, fc.constantFrom<Language>('en', 'pt'), (given, language) => {
			const next = answerQuestions({ ...plan, language }, given);
			expect(next.questions.length).toBeLessThanOrEqual(2);
			expect(Object.keys(next.answers).length).toBeLessThanOrEqual(20);
		}),
		{ numRuns: 60 },
	);
});
