import { mergeMemories } from './merge-memories';

test('of facts that come together, the later one is the newer one', () => {
	let ids = 0;
	const { remembered } = mergeMemories([], [{ text: 'Her plan is basic.' }, { text: 'Her plan is premium.' }], {
		now: 1_000,
		newId: () => `m${(ids += 1)}`,
	});
	expect(remembered.map(({ at }) => at)).toEqual([999, 1_000]);
});
