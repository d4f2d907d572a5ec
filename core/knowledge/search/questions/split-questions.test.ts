import { splitQuestions } from './split-questions';
import { slowTest } from '../../../../test/support/slow-tests';

test.each([
	['How much is a gift box? When do you open?', ['How much is a gift box?', 'When do you open?']],
	['how much is a gift box and when do you open on monday', ['how much is a gift box', 'when do you open on monday']],
	['Quanto custa a caixa de presente e vocês abrem na segunda?', ['Quanto custa a caixa de presente', 'vocês abrem na segunda?']],
	['qual o preço da caixa de presente e onde fica a loja', ['qual o preço da caixa de presente', 'onde fica a loja']],
	['- price of a gift box\n- opening hours on monday', ['price of a gift box', 'opening hours on monday']],
	['1) preço da caixa de presente\n2) horário na segunda', ['preço da caixa de presente', 'horário na segunda']],
	['gift box price; opening hours on monday', ['gift box price', 'opening hours on monday']],
	['Gift box price. Outra coisa: horário na segunda', ['Gift box price.', 'horário na segunda']],
])('“%s” has each of its questions', (message, questions) => expect(splitQuestions(message)).toEqual(questions));

test('greetings, thanks and a signature are left out', () =>
	expect(splitQuestions('Dear team,\n\nhow much is a gift box? Do you open on Monday?\n\nKind regards,\nRita Prado')).toEqual([
		'how much is a gift box?',
		'Do you open on Monday?',
	]));

test('a question gets the clause that it is about (Hashevolution/James-RAG-Evol#753)', () => {
	expect(splitQuestions('The gift box arrived open. What now? Do you open on Monday?')).toEqual([
		'The gift box arrived open. What now?',
		'Do you open on Monday?',
	]);
	expect(splitQuestions('Vocês vendem a caixa de presente? Quanto ela custa? Abrem na segunda de carnaval?')).toEqual([
		'Vocês vendem a caixa de presente? Quanto ela custa?',
		'Abrem na segunda de carnaval?',
	]);
});

test.each([
	'How long does it take and what does it cost?',
	'If the box is open, can I return the gift?',
	'I bought a gift box last week. Can I return the gift box?',
	'Which is the price of the gift box and the card?',
	'Comprei uma caixa de presente. Posso devolver a caixa?',
	'Hello! How much is a gift box?',
	'Does the gift box, which I bought on Monday, have a card?',
	'A caixa de presente, que comprei na segunda, tem cartão de Natal',
	'What? When? Where?',
	'',
])('“%s” is searched as a whole', (message) => expect(splitQuestions(message)).toEqual([]));

test('one message is split without a model, also without question marks (pipeshub-ai/pipeshub-ai#74)', () =>
	expect(splitQuestions('preciso saber o horário na segunda, e também o preço da caixa de presente')).toHaveLength(2));

test('more questions than are searched are left together, and so is a long text', () => {
	const ask = (count: number) => Array.from({ length: count }, (_, index) => `How much is gift box ${index}?`).join(' ');
	expect(splitQuestions(ask(4))).toHaveLength(4);
	expect(splitQuestions(ask(5))).toEqual([]);
	expect(splitQuestions(`${ask(2)} ${'word '.repeat(1_000)}`)).toEqual([]);
});

slowTest('reads a hostile message in time', () => {
	const pieces = [' and what', ', e se ', '? ', 'é, ', '\n- ', ' e também, ', 'what a do ', 'İ e o que '];
	for (const piece of pieces) expect(splitQuestions(piece.repeat(Math.floor(4_000 / piece.length))).length).toBeLessThanOrEqual(4);
});
