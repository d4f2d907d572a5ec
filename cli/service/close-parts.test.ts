import { closeParts } from './close-parts';

test('a part that fails, or never ends, keeps no other one open', async () => {
	const closed: string[] = [];
	const late = jest.fn();
	const parts = [
		() => closed.push('first'),
		() => new Promise(() => undefined),
		() => Promise.reject(new Error('The disk is full.')),
		() => {
			throw new Error('Never opened.');
		},
		async () => closed.push('last'),
	];
	await expect(closeParts(parts, 50, late)).rejects.toThrow('Never opened.');
	expect([closed, late.mock.calls.length]).toEqual([['last', 'first'], 1]);
});
