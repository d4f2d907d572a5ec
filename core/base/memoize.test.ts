import { memoize } from './memoize';

test('computes again only after a change of what the value depends on', () => {
	const entries = ['one'];
	let computed = 0;
	const count = memoize(
		() => [entries.length],
		() => {
			computed += 1;
			return entries.join(' ');
		},
	);
	expect([count(), count()]).toEqual(['one', 'one']);
	expect(computed).toBe(1);
	entries.push('two');
	expect([count(), count()]).toEqual(['one two', 'one two']);
	expect(computed).toBe(2);
});
