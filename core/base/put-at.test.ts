import { putAt } from './put-at';

it('puts a value at its place, beside what is there', () => {
	const target = { a: { b: 1 }, list: [1] };
	for (const path of ['a.c', 'list.d', 'e.f.g', 'h']) putAt(target, path, 2);
	expect(target).toEqual({ a: { b: 1, c: 2 }, list: { d: 2 }, e: { f: { g: 2 } }, h: 2 });
});

it.each(['__proto__.polluted', 'constructor.polluted', 'constructor.prototype.polluted', 'a.__proto__.polluted'])(
	'changes nothing but its target: %s',
	(path) => {
		putAt({ a: {} }, path, 'yes');
		expect([({} as { polluted?: string }).polluted, (Object as { polluted?: string }).polluted]).toEqual([undefined, undefined]);
	},
);
