import type { Passage } from '../ports/knowledge/passages';
import { citeStatements } from './cite-statements';

const passage = (title: string, text: string): Passage => ({
	id: title,
	documentId: title,
	title,
	text,
	start: 0,
	end: text.length,
	score: 1,
});
const passages = [
	passage(
		'Warranty',
		'Coffee machines have a warranty of 24 months, grinders one of 12 months. The warranty does not cover the blades of a grinder.',
	),
	passage(
		'Returns of machines',
		'# Returns\n\nYou can return anything within 30 days of delivery. We sell machines to companies, but no spare parts.',
	),
	passage('Pagamento', 'O Pix dá 5% de desconto. Não parcelamos o Pix. O boleto vence em dois dias.'),
	passage('Contato', 'Escreva para [EMAIL_1_k3f9x2] sobre reclamações da entrega.'),
];

test.each([
	['A machine has a 30-day return policy.', 'A machine has a 30-day return policy [2].'],
	['You can return it within 30 days of delivery!\n', 'You can return it within 30 days of delivery [2]!\n'],
	["The warranty doesn't cover the blades", "The warranty doesn't cover the blades [1]"],
	['O Pix dá desconto de 5 %. Não parcelamos o Pix.', 'O Pix dá desconto de 5 % [3]. Não parcelamos o Pix [3].'],
	['O boleto vence em dois dias.', 'O boleto vence em dois dias [3].'],
	['Para reclamações da entrega, escreva para [EMAIL_1_k3f9x2].', 'Para reclamações da entrega, escreva para [EMAIL_1_k3f9x2] [4].'],
])('cites what a passage says in “%s”', (answer, cited) => expect(citeStatements(answer, passages)).toBe(cited));

test.each([
	['another number', 'You can return anything within 60 days of delivery.'],
	['a number that the passage lacks', 'You can return 2 machines within 30 days of delivery.'],
	['another unit', 'You can return anything within 30 months of delivery.'],
	['one of two numbers', 'Grinders have a warranty of 24 months.'],
	['numbers in another order', 'Coffee machines have a warranty of 12 months, grinders one of 24 months.'],
	['a percentage of another kind', 'O Pix dá R$5 de desconto.'],
	['no negation', 'The warranty covers the blades of a grinder.'],
	['a negation of its own', 'You cannot return anything within 30 days of delivery.'],
	['another restriction', 'You can only return anything within 30 days of delivery.'],
	['a negation of something else', 'We sell spare parts to companies, but no machines.'],
	['no number where the passage has one', 'O boleto vence em um dia.'],
	['another number in words', 'O boleto vence em três dias.'],
	['a word of its own', 'You can return used underwear within 30 days of delivery.'],
	['words of two passages', 'O Pix covers the grinders.'],
	['a question', 'Can you return anything within 30 days of delivery?'],
	['another address', 'Para reclamações da entrega, escreva para [EMAIL_2_k3f9x2].'],
	['a second statement that no passage has', 'You can return anything within 30 days of delivery. Shipping costs $2.'],
	['a citation', 'You can return anything [7].'],
	['no statement', 'Sure!'],
	['nothing', ''],
])('leaves an answer with %s', (_name, answer) => expect(citeStatements(answer, passages)).toBe(answer));

test('leaves a hostile answer of any length', () => {
	for (const piece of ['1.', '. ', '30 days ', '[EMAIL_1_', 'não ']) {
		const answer = piece.repeat(100_000);
		expect(citeStatements(answer, passages)).toBe(answer);
	}
});
