import { countSteps } from '../../../bench/samples/count-steps';
import { hostileTexts } from '../../../bench/samples/hostile';
import { findPersonalData } from './find-personal-data';
import { personalDataTypes } from './types';
import { slowTest } from '../../../test/support/slow-tests';

const shortLength = 600;
/** A text twice as long may take twice the steps, plus an allowance for the ends of the text. */
const most = 2.3;

const shortTexts = hostileTexts(shortLength);
const longTexts = hostileTexts(2 * shortLength);

slowTest.each(personalDataTypes)('%s takes twice the steps for twice the text, whatever the text', (type) => {
	const slow = shortTexts.flatMap(([name, text], index) => {
		const short = countSteps(() => findPersonalData(text, { types: [type] }));
		const long = countSteps(() => findPersonalData(longTexts[index]![1], { types: [type] }));
		return long > most * short + 10 * shortLength ? [`${JSON.stringify(name)}: ${short} steps, ${long} for twice as much`] : [];
	});
	expect(slow).toEqual([]);
});

test('counts steps: a search from each position of a text is not linear', () => {
	const quadratic = (length: number) => (): void => {
		const text = 'a'.repeat(length);
		for (let at = 0; at < length; at++) text.slice(at).includes('b');
	};
	expect(countSteps(quadratic(2 * shortLength))).toBeGreaterThan(3.9 * countSteps(quadratic(shortLength)));
});
