import { isOfAnother, readAmounts } from './other-subject';

const english = [
	'Adults pay R$ 30, children and students R$ 12, and residents R$ 5.',
	'Tickets are valid for 90 minutes on the bus, 120 minutes on the tram.',
];
const portuguese = ['Os quartos duplos custam R$ 400, os individuais e as redes R$ 250 e as barracas R$ 90.'];
const find = (statement: string, sentences: string[], question = '') => isOfAnother(statement, question, sentences.map(readAmounts));

test.each([
	['Students pay R$ 30.', english],
	['A student pays R$ 5 for each crossing.', english],
	['On the tram, a ticket is valid for 90 minutes.', english],
	['O individual custa R$ 400.', portuguese],
	['Uma rede custa R$ 90.', portuguese],
])('finds the number of another thing: %s', (statement, sentences) => expect(find(statement, sentences)).toBe(true));

test.each([
	['Students pay R$ 12.', english],
	['Adults pay R$ 30, students R$ 12.', english],
	['Students pay R$ 12, and not the R$ 30 of adults.', english],
	['It costs R$ 30.', english],
	['A ticket is valid for 120 minutes on the tram.', english],
	['Um quarto duplo custa R$ 400, um individual R$ 250.', portuguese],
	['Students pay R$ 30.', [...english, 'On the island, students pay R$ 30.']],
])('leaves a right number alone: %s', (statement, sentences) => expect(find(statement, sentences)).toBe(false));

test('a statement that names nothing speaks of what was asked', () => {
	expect(find('It is R$ 30.', english, 'And for students?')).toBe(true);
	expect(find('It is R$ 30.', english, 'And for adults?')).toBe(false);
	expect(find('It is R$ 30.', english, 'Do students pay what adults pay?')).toBe(false);
});

test('a statement in other words speaks of something else', () => {
	const sentences = [...english, 'Feed the dog on board every 30 minutes.', 'Dogs pay R$ 12.'];
	expect(find('Feed it every 30 minutes.', sentences, 'How often must I feed a dog that students bring?')).toBe(false);
	expect(find('Every 120 minutes.', [...english, 'Ring the bell every 120 minutes.'], 'How often does the bus ring the bell?')).toBe(false);
	expect(find('Dogs pay R$ 12.', sentences, 'What do adults pay for a dog?')).toBe(false);
});

test('reads no amounts in a long table', () => {
	expect(readAmounts('a R$ 1, '.repeat(200))).toEqual([]);
});
