import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { measureSupport } from './measure-support';

const passage = (title: string, text: string): Passage => ({
	...{ id: title, documentId: title, title, text, start: 0, end: text.length, score: 1 },
});
const passages = [
	passage(
		'Returns',
		'You may return any product within thirty days of delivery. A machine costs R$ 1.500,00 and has a warranty of two years.',
	),
	passage(
		'Trocas',
		'Você não pode trocar um produto em promoção. A loja abre às 9h e fecha às 17h30. Fale com Maria Souza até 3 de maio de 2026.',
	),
	passage('Refunds', 'A refund reaches your account within 3 business days after we check the parcel of 5 machines.'),
];
const asked = (message: string): GivenTexts => ({ author: '', allowedHosts: [], others: [message], messages: [message] });
const measure = (reply: string, question = '') => measureSupport(reply, { passages, given: asked(question), mustCite: true });

test.each([
	['You may return it within 30 days [1].'],
	['It costs 1500 reais [1].'],
	['It costs R$1,500.00 and has a warranty of 24 months [1].'],
	['You have thirty days. [1]'],
	['O prazo é de 30 dias [1].'],
	['Fale com Maria Souza até 03/05/2026 [2].'],
	['Talk to Maria Souza until May 3, 2026 [2].'],
	['A loja fecha às 17:30 [2].'],
	['No, you may not exchange a product on sale [2].'],
	['Within three business days [3].'],
	['It costs BRL 1,500.00 [1].'],
	['| Product | Price |\n|---|---|\n| machine | R$ 1.500,00 [1] |'],
	['Yes [1].'],
	['Source: [1]'],
])('is above zero for “%s”', (reply) => expect(measure(reply)!.score).toBeGreaterThanOrEqual(0.5));

test.each([
	['It is forty days [1].', 'number'],
	['You pay 30 % of the price [2].', 'number'],
	['It costs R$ 5 [3].', 'number'],
	['Ahoy [1]', 'words'],
	['It is 40 days. See [1].', 'number'],
	['São quarenta dias [1].', 'number'],
	['It costs $1500 [1].', 'number'],
	['It costs R$ 15.000,00 [1].', 'number'],
	['It reaches your account within 5 days [3].', 'number'],
	['You may return it within 3 days [1].', 'number'],
	['Fale com Maria Souza até 3 de junho de 2026 [2].', 'number'],
	['Por favor, fale com Joana Souza [2].', 'name'],
	['You may not return any product within thirty days of delivery [1].', 'negation'],
	['Você pode trocar um produto em promoção [2].', 'negation'],
])('is zero for “%s”: %s', (reply, lacks) => {
	const { score, statements } = measure(reply)!;
	expect([score, statements.find((one) => one.score === 0)?.lacks]).toEqual([0, lacks]);
});

test('what tools returned and memories say may be said, in place of nothing that the passages have', () => {
	const given = {
		author: 'You are Bia of Aurora.',
		allowedHosts: [],
		others: [],
		results: ['Order 4711 left on May 3.'],
		told: ['Has 12 cats.'],
	};
	const scoreOf = (reply: string) => measureSupport(reply, { passages, given, mustCite: true })?.score;
	expect(scoreOf('Bia here: order 4711 left on May 3.')).toBe(1);
	expect(scoreOf('For your 12 cats: you may return it within 30 days [1].')).toBeGreaterThanOrEqual(0.25);
	expect(scoreOf('Your order 4712 left.')).toBe(0);
});

describe('what a passage denies of a subject that it calls "it"', () => {
	const sheets = [
		passage('Seguro', 'O seguro cobre roubo e incêndio. Ele não cobre enchentes, granizo ou danos por animais.'),
		passage('Insurance', 'The insurance covers theft and fire. It does not cover floods, hail, or damage by animals.'),
		passage('Bagagem', 'Bicicletas desmontadas, pranchas e instrumentos não podem ser levados na cabine.'),
		passage('Viagem', 'Na cabine, cada passageiro pode levar uma mala de até 10 kg.'),
	];
	const lackOf = (reply: string, question = '') =>
		measureSupport(reply, { passages: sheets, given: asked(question), mustCite: true })!.statements.find(({ score }) => score === 0)?.lacks;

	test.each([
		['O seguro cobre granizo [1].', ''],
		['O seguro cobre enchentes [1].', ''],
		['The insurance covers hail [2].', ''],
		['Pranchas podem ser levadas na cabine [4].', ''],
		['Sim, cobre [1].', 'O seguro cobre granizo?'],
		['Sim [1].', 'O seguro cobre granizo?'],
		['Yes, it does [2].', 'Does the insurance cover floods?'],
		['Pode sim [4].', 'Posso levar pranchas na cabine?'],
	])('is not said: %s (to “%s”)', (reply, question) => expect(lackOf(reply, question)).toBe('negation'));

	test.each([
		['O seguro cobre roubo [1].', ''],
		['O seguro não cobre granizo [1].', ''],
		['The insurance does not cover hail or floods [2].', ''],
		['Cada passageiro pode levar uma mala na cabine [4].', ''],
		['Sim [1].', 'O seguro cobre incêndio?'],
		['Sim [1].', 'O seguro não cobre granizo?'],
		['Incêndio [1].', 'O que o seguro cobre?'],
		['Yes [2].', 'Does the insurance cover theft or floods?'],
	])('and all else is: %s (to “%s”)', (reply, question) => expect(lackOf(reply, question)).toBeUndefined());
});
