import type { Passage, Retriever } from '../../../ports';
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

test('each question has its best passage, within the max of one search', async () => {
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

test('one question is searched once', async () => {
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
