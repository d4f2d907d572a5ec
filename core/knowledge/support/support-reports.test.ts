import type { Passage } from '../../ports/knowledge/passages';
import { measureSupport, mostWords } from './measure-support';

const passage = (text: string, title = ''): Passage => ({
	...{ id: text, documentId: text, title, text, start: 0, end: text.length, score: 1 },
});
const measure = (reply: string, ...texts: string[]) =>
	measureSupport(reply, { passages: texts.map((text) => passage(text)), mustCite: true });

test('a date in a shorter form is supported, another winner is not (vibrantlabsai/ragas#1403)', () => {
	const first =
		'The First AFL–NFL World Championship Game was an American football game played on January 15, 1967, at the Los Angeles Memorial Coliseum in Los Angeles,';
	const packers = 'The Green Bay Packers...Green Bay, Wisconsin. The Packers compete...Football Conference';
	expect(measure('The first superbowl was held on Jan 15, 1967 [1].', first)!.score).toBeGreaterThanOrEqual(0.25);
	expect(measure('The most super bowls have been won by The New England Patriots [1].', packers)).toMatchObject({ score: 0 });
});

test('an answer that is the reference itself is supported (vibrantlabsai/ragas#2009)', () =>
	expect(measure('五味子 [1]', '五味子')).toMatchObject({ score: 1 }));

test('nonsense gets no credit for having nothing to check (vibrantlabsai/ragas#317)', () =>
	expect(measure('I love Christmas [1].', 'The film won three awards at the festival of the city.')!.score).toBe(0));

test('what is more efficient is not less efficient (vibrantlabsai/ragas#609)', () => {
	const text = 'Hierarchical softmax is more efficient than the normal softmax.';
	expect(measure('Hierarchical softmax is less efficient than the normal softmax [1].', text)).toMatchObject({ score: 0 });
	expect(measure('Hierarchical softmax is more efficient than the normal softmax [1].', text)).toMatchObject({ score: 1 });
});

test('an answer that says nothing of it is not measured (vibrantlabsai/ragas#1689)', () =>
	expect(measure('The documents do not say whether you deliver abroad.', 'Orders are sent within 3 days.')).toBeUndefined());

test('a fact that no passage speaks of is found, and an omission costs nothing (confident-ai/deepeval#730)', () => {
	const texts = ['The machine weighs 4 kg, holds 2 litres and is red.'];
	expect(measure('The machine is red [1].', ...texts)!.score).toBe(1);
	expect(measure('The machine is red and comes from Naples [1].', ...texts)).toMatchObject({ score: 0 });
});

test('a number that was cited for nothing counts for nothing (onyx-dot-app/onyx#1543)', () => {
	const texts = ['Returns take thirty days.', 'Refunds take three days.', 'We open at nine.', 'We close at five.'];
	expect(measure('It takes forty days [5][7].', ...texts)).toMatchObject({ score: 0, statements: [{ citations: [] }] });
});

test('a right answer with the wrong citation is not supported by it (infiniflow/ragflow#7232)', () => {
	const texts = ['The warranty lasts 24 months.', 'A refund takes 3 days.'];
	expect(measure('The warranty lasts 24 months [2].', ...texts)!.score).toBeLessThan(0.25);
	expect(measure('The warranty lasts 24 months [1].', ...texts)).toMatchObject({ score: 1 });
});

test('a citation that exists is not enough (lawglance/lawglance#31)', () => {
	const text = 'Children below fourteen years may not work in a factory.';
	expect(measure('Children below fourteen years may work in a factory [1].', text)).toMatchObject({ score: 0 });
	expect(measure('Children below sixteen years may not work in a factory [1].', text)).toMatchObject({ score: 0 });
});

test('a size is not moved from one product to the next (mistralai/cookbook#376)', () => {
	const texts = ['Mistral Large 2 supports a 128k context.', 'Codestral covers 80+ languages and a context of 32k.'];
	expect(measure('Mistral Large 2 supports a 128k context [1].', ...texts)!.score).toBe(1);
	expect(measure('Codestral has a 128k context for code [2].', ...texts)!.score).toBeLessThan(mostWords);
	expect(measure('Codestral covers 128+ languages [2].', ...texts)).toMatchObject({ score: 0 });
});
