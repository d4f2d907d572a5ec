import { RegularCalls } from './regular-calls';
import { slowTest } from '../../../test/support/slow-tests';

/** Numbers from 0 to 1, the same ones each time. */
function createRandom(): () => number {
	let state = 7;
	return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

const addAll = (between: readonly number[]) => {
	const calls = new RegularCalls();
	let now = 0;
	return between.map((ms) => calls.add('clerk read', (now += ms))).filter((found) => found !== undefined);
};

test('calls every minute are told once a day, with the time between them', () => {
	const random = createRandom();
	expect(addAll(Array.from({ length: 30 }, () => 60_000 + 2_000 * random()))).toEqual([61]);
	expect(addAll(Array.from({ length: 30 * 60 }, () => 60_000))).toEqual([60, 60]);
});

slowTest('calls as people ask for them, in bursts or within one run, are not', () => {
	const random = createRandom();
	expect(addAll(Array.from({ length: 100_000 }, () => -60_000 * Math.log(1 - random())))).toEqual([]);
	expect(addAll(Array.from({ length: 100_000 }, (_one, index) => (index % 3 === 0 ? 60_000 : 60_000 * (0.8 + 0.4 * random()))))).toEqual(
		[],
	);
	expect(addAll(Array.from({ length: 100 }, () => 2_000))).toEqual([]);
});
