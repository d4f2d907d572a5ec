import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { measureSupport } from './measure-support';

const passage = (title: string, text: string): Passage => ({ title, text, score: 1, id: title, source: title }) as unknown as Passage;
const passages = [
	passage('Warranty', 'Machines have a warranty of 24 months. The warranty does not cover damage by limescale.'),
	passage('Garantia', 'As máquinas têm garantia de 24 meses. A garantia não cobre danos por calcário.'),
	passage('Returns', 'You may return a machine within 30 days. Send it back in its box, and we pay the parcel.'),
	passage('Devolução', 'Você pode devolver uma máquina em até 30 dias. Envie na caixa original; nós pagamos o frete.'),
];
const given: GivenTexts = {
	author: 'You are Bia, the assistant of Aurora Coffee.',
	allowedHosts: [],
	others: [],
	messages: ['Is my grinder covered?'],
};
const score = (sentence: string) =>
	measureSupport(`Machines have a warranty of 24 months [1]. ${sentence}`, { passages, given, mustCite: true })!.score;

test.each([
	'You also get a free refund any time.',
	'Delivery costs nothing on weekends.',
	'We repair the products of other brands too.',
	'Você também ganha um reembolso gratuito.',
	'O conserto leva poucas horas na oficina.',
	'Express shipping is available in every city.',
])('a claim without a citation has to be in some passage: %s', (sentence) => expect(score(sentence)).toBeLessThan(0.25));

test.each([
	'You can send it back in its box.',
	'Envie a máquina na caixa original.',
	'The warranty covers your grinder.',
	'Is there anything else about your order?',
	'I hope this helps!',
	'Let me know if you want to know more about limescale.',
	'Please keep your receipt for the service team.',
	'Feel free to write to us again whenever you like.',
	'Unfortunately, the documents do not say how long a repair takes.',
	'Have a wonderful day!',
	'Here are the next steps for your case:',
	'That depends on your kind of contract.',
	'Espero ter ajudado!',
	'Fico à disposição para outras dúvidas.',
	'Tenha um ótimo dia!',
	'Se precisar de algo mais, é só chamar.',
	'Infelizmente não encontrei nada sobre moedores.',
	'Bom café!',
])('a courtesy, and what other words of passages say, do not lower the score: %s', (sentence) =>
	expect(score(sentence)).toBeGreaterThanOrEqual(0.25),
);

test('where citations are not required, only what cites is measured', () =>
	expect(measureSupport('You also get a free refund any time.', { passages, given })).toBeUndefined());
