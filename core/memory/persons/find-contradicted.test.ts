import { Contradictions } from './find-contradicted';
import type { Memory } from '../../ports/memory';

const remember = (...texts: string[]) => {
	const contradictions = new Contradictions();
	return texts.map((text, at) => contradictions.add({ id: `m${at + 1}`, text } as Memory));
};

test.each<[string[], string[]]>([
	[['Her plan is basic.', 'Her plan is premium, not basic.'], ['m1']],
	[['Her plan is basic.', 'Her plan is not basic.'], ['m1']],
	[['Her plan is basic', 'Her plan is premium'], ['m1']],
	[['She pays 30 dollars a month.', 'She pays 90 dollars a month.'], ['m1']],
	[['O plano dela é básico.', 'O plano dela é premium.'], ['m1']],
	[['Toma café com açúcar.', 'Não toma café com açúcar.'], ['m1']],
	[['The database of the project is PostgreSQL', 'Likes tea', 'The database of the project is MySQL'], ['m1']],
])('%j contradicts (mem0ai/mem0#4896, matrixorigin/memoria#88)', (texts, contradicted) => {
	expect(remember(...texts).at(-1)).toEqual(contradicted);
});

test.each<[string[], string[]]>([
	[['Her plan is premium, not basic.', 'Her plan is basic.'], ['m1']],
	[['Likes tea, not coffee.', 'Likes coffee.'], ['m1']],
	[['She has a dog.', 'She has no dog.'], ['m1']],
	[['She has 2 children.', 'She has 3 children.'], ['m1']],
	[['She is a vegetarian.', 'She is not a vegetarian.'], ['m1']],
	[['She likes tea.', "She doesn't like tea."], ['m1']],
	[['Tem um cachorro.', 'Não tem cachorro.'], ['m1']],
])('%j contradicts, in few words', (texts, contradicted) => {
	expect(remember(...texts).at(-1)).toEqual(contradicted);
});

test.each([
	[['She is tall.', 'She is a doctor.']],
	[['Likes tea.', 'Likes coffee.']],
	[['Has a machine of the type X200.', 'Has a machine of the type X200, bought in May.']],
	[['Her plan is basic.', 'Her plan is basic since May.']],
	[['Her plan is premium.', 'Her plan is premium, not basic.']],
	[['Likes tea, not coffee.', 'Likes tea.']],
	[['She has a dog.', 'She has no cat.']],
	[['Has a dog.', 'Has 2 dogs and a cat.']],
	[['Her brother is called Ana.', 'Her machine is broken.']],
])('%j does not', (texts) => {
	expect(remember(...texts)).toEqual(texts.map(() => []));
});
