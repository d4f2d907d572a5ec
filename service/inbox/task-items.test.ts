import { lookThrough } from './task-items';

/** Reads tasks in portions of three, in order of their keys. */
const portions =
	(count: number) =>
	(after = '0') =>
		Promise.resolve(
			Array.from({ length: count }, (_, index) => ({ key: String(index + 1) }))
				.filter(({ key }) => Number(key) > Number(after))
				.slice(0, 3),
		);

it.each([
	['few', 2, '2', { tasks: [{ key: '2' }], isMore: false }],
	['none', 0, '1', { tasks: [], isMore: false }],
	['as many as are looked at', 15, '15', { tasks: [{ key: '15' }], isMore: false }],
	['more than are looked at', 16, '16', { tasks: [], isMore: true }],
])('says whether tasks were not looked at: %s', async (_, count, wanted, found) => {
	expect(await lookThrough(portions(count), ({ key }) => key === wanted, 10)).toEqual(found);
});

it('lists no more than it was asked for, and says that there are more', async () => {
	expect(await lookThrough(portions(9), () => true, 2)).toEqual({ tasks: [{ key: '1' }, { key: '2' }], isMore: true });
});
