import type { Passage } from '../../ports/knowledge/passages';
import { areCitationsBorneOut } from './measure-support';

const passage = (title: string, text: string): Passage => ({
	...{ id: title, documentId: title, title, text, start: 0, end: text.length, score: 1 },
});
const passages = [
	passage(
		'Returns',
		'You may return any product within 30 days of delivery. A machine that was tried comes back rinsed, with all its accessories.',
	),
	passage('Trocas', 'Você pode trocar um produto por outra cor ou voltagem uma vez, sem custo, em até 30 dias após a entrega.'),
	passage('Refunds', 'A refund by Pix reaches your bank account within 3 business days after we check the parcel.'),
];

test.each([
	[
		'Can I return my machine after three weeks?',
		'Yes, after three weeks you can still return it, because you have 30 days from delivery [1].',
	],
	[
		'Posso trocar minha cafeteira 110V por uma 220V?',
		'Sim, você pode trocar sua cafeteira 110V por uma 220V uma vez, sem custo, em até 30 dias após a entrega [2].',
	],
	['When do I get my money?', 'A refund by Pix reaches your account within three business days [3].'],
	['Do you fetch it in Lisbon?', 'You may return it within 30 days of delivery [1]. I did not find whether we fetch it in Lisbon.'],
	['How long may I return it?', 'You may return any product within 30 days of delivery [1][3].'],
])('a passage bears out an answer, although it repeats the question or cites another one too: “%s”', (question, answer) =>
	expect(areCitationsBorneOut(answer, passages, question)).toBe(true),
);

test.each([
	[
		'60 days of the question, where the passage has 30',
		'Can I return it after 60 days?',
		'Yes, you may return it within 60 days of delivery [1].',
	],
	['both', 'Can I return it within 60 days?', 'You may return it within 60 days of delivery, and not only 30 [1].'],
	['only numbers of the question', 'Can I return it after 8 weeks?', 'Yes, you may return any product after 8 weeks [1].'],
	['a number of its own', 'Can I return it?', 'You may return it within 30 days of delivery, for 5 dollars [1].'],
	['words that nobody wrote', 'Do you sell 2 bicycles?', 'Bicycles are sold here [1].'],
	['a passage that does not exist', 'Can I return it?', 'You may return any product within 30 days of delivery [7].'],
	[
		'a statement that none of its passages has',
		'Can I return it?',
		'You may return it within 30 days [1]. Grinders are exchanged by couriers [1][3].',
	],
	['no citation', 'Can I return it?', 'You may return any product within 30 days of delivery.'],
])('it does not bear out an answer with %s', (_what, question, answer) =>
	expect(areCitationsBorneOut(answer, passages, question)).toBe(false),
);
