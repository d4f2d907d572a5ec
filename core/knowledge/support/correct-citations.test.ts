import type { Passage } from '../../ports/knowledge/passages';
import { findWrongCitations, writeCitations } from './correct-citations';
import { measureSupport } from './measure-support';

const passage = (title: string, text: string): Passage => ({
	...{ id: title, documentId: title, title, text, start: 0, end: text.length, score: 1 },
});
const passages = [
	passage('Warranty', 'Machines have a warranty of 24 months. The warranty does not cover damage by limescale.'),
	passage('Safety', 'Unplug the machine before you clean it. Children may use it with an adult.'),
	passage('Returns', 'You may return any product within 30 days of delivery. Marta Prado receives the parcels in Porto.'),
];
const context = { passages, mustCite: true };
const correct = (reply: string) => writeCitations(reply, findWrongCitations(reply, context));

test.each([
	['Machines have a warranty of 24 months [2].', 'Machines have a warranty of 24 months [1].'],
	['Machines have a warranty of 24 months [3].', 'Machines have a warranty of 24 months [1].'],
	['Machines have a warranty of 24 months. [2]', 'Machines have a warranty of 24 months. [1]'],
	['It is 24 months [2]. Unplug it before you clean it [2].', 'It is 24 months [1]. Unplug it before you clean it [2].'],
	['You may return any product within thirty days [2].', 'You may return any product within thirty days [3].'],
	['Children may use the machine with an adult [1].', 'Children may use the machine with an adult [2].'],
	['Marta Prado receives the parcels [2].', 'Marta Prado receives the parcels [3].'],
	[
		'Unplug the machine before cleaning; the warranty is 24 months [2].',
		'Unplug the machine before cleaning; the warranty is 24 months [2][1].',
	],
	['Machines have a warranty of 24 months [2][3].', 'Machines have a warranty of 24 months [1].'],
])('“%s” becomes “%s”', (reply, corrected) => {
	expect(correct(reply)).toBe(corrected);
	expect(measureSupport(corrected, context)!.score).toBeGreaterThanOrEqual(0.5);
});

test.each([
	['Machines have a warranty of 24 months [1].'],
	['Machines have a warranty of 24 months [1][2].'],
	['Machines have a warranty of 36 months [2].'],
	['The warranty covers damage by limescale [1].'],
	['Machines have a warranty of 24 months.'],
	['It is fine, whatever you do with it in the years to come [2].'],
])('“%s” stays', (reply) => expect(correct(reply)).toBe(reply));

test('a right answer that cites the first source for the second one cites the second (open-webui/open-webui#11204)', () =>
	expect(correct('Unplug the machine before you clean it [1].')).toBe('Unplug the machine before you clean it [2].'));

test('a number that only passages have that are not cited has no support', () =>
	expect(measureSupport('Machines have a warranty of 24 months [2].', context)).toMatchObject({
		score: 0,
		statements: [{ lacks: 'number' }],
	}));
