import { citeMarked, findSourceMarks, markCitations, withoutSourceMarks } from './source-marks';
import { slowTest } from '../../test/support/slow-tests';

test.each([
	['24 months [1].', '24 months [source].'],
	['24 months[1][3]. Free [2, 4].', '24 months [source]. Free [source].'],
	['24 meses【2†garantia】 e grátis (fonte 3).', '24 meses [source] e grátis [source].'],
	['See [1](https://aurora.example) and order [2024].', 'See [1](https://aurora.example) and order [2024].'],
])('an earlier “%s” is told as “%s”', (reply, told) => expect(markCitations(reply)).toBe(told));

const passages = ['Coffee machines have a warranty of 24 months.', 'Grinders have a warranty of 12 months.'].map((text, index) => ({
	...{ id: `${index}`, documentId: 'warranty.md', title: 'Warranty', text, start: 0, end: text.length, score: 1 },
}));

test.each([
	['Grinders have a warranty of 12 months [source].', 'Grinders have a warranty of 12 months [2].'],
	['Grinders have a warranty of 12 months. [source] Hello.', 'Grinders have a warranty of 12 months [2]. Hello.'],
	['Grinders have a warranty of 12 months [Source][source].', 'Grinders have a warranty of 12 months [2].'],
	['Grinders have a warranty of 12 months [2] [fonte].', 'Grinders have a warranty of 12 months [2].'],
])('“%s” gets the number of the passage that says it', (answer, cited) => expect(citeMarked(answer, passages)).toBe(cited));

test.each(['Grinders have a warranty of 24 months [source].', 'No grinder has a warranty of 12 months [source].', 'It is long [source].'])(
	'“%s” gets no number: no passage says it',
	(answer) => expect(citeMarked(answer, passages)).toBe(answer),
);

test('marks are found with the spaces before them, and a link is not one', () => {
	const answer = 'Yes [source], [fontes] and [source](https://aurora.example).';
	expect(findSourceMarks(answer).map(({ start, end }) => answer.slice(start, end))).toEqual([' [source]', ' [fontes]']);
	expect(withoutSourceMarks(answer)).toBe('Yes, and [source](https://aurora.example).');
});

slowTest('reads a hostile answer of any length in time', () => {
	for (const piece of ['[source] ', '. [source]', ' '.repeat(9), '[1][', '[source']) {
		const answer = piece.repeat(50_000);
		markCitations(answer);
		withoutSourceMarks(answer);
		expect(citeMarked(answer, passages)).toBe(answer);
	}
});
