import { toPending } from './pending-decision';

const approval = (given: unknown) => ({ id: 'c', kind: 'approval' as const, tool: 'refund_order', arguments: given });

describe('what a run waits for', () => {
	it.each([
		['en', { order: 4711 }, 'May the agent call refund_order with order 4711?'],
		['pt', { order: 4711, reason: 'atraso' }, 'O agente pode chamar refund_order com order 4711, reason atraso?'],
		['en', { lines: [1, { a: 2 }] }, 'May the agent call refund_order with lines [1,{"a":2}]?'],
		['en', { message: 'What is 2+2?', to: '' }, 'May the agent call refund_order with message "What is 2+2?", to ""?'],
		['en', {}, 'May the agent call refund_order?'],
		['pt', 'none', 'O agente pode chamar refund_order?'],
	] as const)('is asked in words: %s %j', (language, given, question) => {
		expect(toPending(approval(given), language)).toMatchObject({ question, input: given, arguments: given });
	});

	it('is asked in few words where the arguments are many or long', () => {
		const { question } = toPending(
			approval({ note: 'x'.repeat(500), ...Object.fromEntries([...'abcdefghij'].map((name) => [name, 1])) }),
			'en',
		);
		expect(question.length).toBeLessThan(250);
		expect(question).toMatch(/…\?$/);
	});

	it('leaves a question of the agent’s as it is', () => {
		const question = { id: 'q', kind: 'question' as const, question: 'Which?', choices: ['a', 'b'] };
		expect(toPending(question, 'en')).toEqual(question);
	});
});
