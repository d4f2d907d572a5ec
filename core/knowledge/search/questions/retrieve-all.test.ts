import type { Passage, Retriever } from '../../../ports/knowledge/passages';
import { retrieveAll } from './retrieve-all';

const never = new AbortController().signal;
const asked: string[] = [];
/** Finds passages by the first word that they have in common with the question. */
const retriever = (found: Record<string, Array<[id: string, score: number]>>): Retriever => ({
	retrieve(question, limit) {
		asked.push(question);
		const [, list = []] = Object.entries(found).find(([word]) => question.includes(word)) ?? [];
		return Promise.resolve({
			passages: list.slice(0, limit).map(([id, score]) => ({ id, score }) as Passage),
			search: { collection: 'house', mode: 'lexical', passages: list.length },
		});
	},
});
beforeEach(() => void asked.splice(0));

const both = 'How much is a gift box? When do you open on Monday?';

test('each question has its best passage, within the max of one search (The-Vibe-Company/quivr#3282)', async () => {
	const parts = retriever({
		'gift box? When': [
			['box-1', 9],
			['box-2', 8],
			['box-3', 7],
		],
		gift: [
			['box-1', 0.5],
			['box-2', 0.4],
		],
		open: [['open-1', 0.1]],
	});
	const { passages, questions, search } = await retrieveAll(parts, both, 3, never);
	expect(passages.map(({ id }) => id)).toEqual(['box-1', 'open-1', 'box-2']);
	expect(questions).toMatchObject([{ text: 'How much is a gift box?', search: { passages: 2 } }, { text: 'When do you open on Monday?' }]);
	expect(search).toMatchObject({ passages: 3 });
	expect(asked).toEqual([both, 'How much is a gift box?', 'When do you open on Monday?']);
});

test('the second and third question have a passage too (linagora/openrag#751)', async () => {
	const first = Array.from({ length: 4 }, (_, index): [string, number] => [`box-${index}`, 1]);
	const parts = retriever({ 'gift box? When': first, gift: first, open: [['open-1', 0.2]], parking: [['park-1', 0.1]] });
	const { passages } = await retrieveAll(parts, `${both} Where is the parking lot?`, 4, never);
	expect(passages.map(({ id }) => id).slice(0, 3)).toEqual(['box-0', 'open-1', 'park-1']);
});

test('a passage that several searches find is there once (param20h/PDF-Assistant-RAG#566)', async () => {
	const { passages } = await retrieveAll(
		retriever({
			gift: [['one', 1]],
			open: [
				['one', 1],
				['two', 0.5],
			],
		}),
		both,
		4,
		never,
	);
	expect(passages.map(({ id }) => id)).toEqual(['one', 'two']);
});

test('the whole message is searched too, so that a wrong split loses nothing (7xuanlu/wenlan#214)', async () => {
	const { passages } = await retrieveAll(retriever({ 'gift box? When': [['whole', 1]] }), both, 3, never);
	expect(passages.map(({ id }) => id)).toEqual(['whole']);
});

test('one question is searched once, as it was written (llama-farm/llamafarm#517)', async () => {
	expect(await retrieveAll(retriever({ gift: [['box-1', 1]] }), 'How much is a gift box?', 3, never)).not.toHaveProperty('questions');
	expect(asked).toHaveLength(1);
});

test('more questions than passages are searched together', async () => {
	await retrieveAll(retriever({}), both, 1, never);
	expect(asked).toEqual([both]);
});

test('a question about which nothing is found takes no place', async () => {
	const { passages } = await retrieveAll(
		retriever({
			'gift box': [
				['box-1', 1],
				['box-2', 1],
				['box-3', 1],
			],
		}),
		both,
		3,
		never,
	);
	expect(passages.map(({ id }) => id)).toEqual(['box-1', 'box-2', 'box-3']);
});
