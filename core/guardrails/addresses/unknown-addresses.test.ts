import { findUnknownAddresses } from './unknown-addresses';

const given = {
	author: 'Link to https://shop.example/orders.',
	others: [
		'Reserve on casaaurora.example. Photo: https://img.casaaurora.example/a.png',
		'It runs on http://localhost:5678/ and http://10.0.0.7/x',
	],
};
const cleaned = (text: string) =>
	findUnknownAddresses(text, given, '[link]').reduceRight(
		(left, { start, end, instead }) => `${left.slice(0, start)}${instead}${left.slice(end)}`,
		text,
	);

test.each([
	['![a photo](https://evil.example/p.png)', 'a photo'],
	['![](https://evil.example/p.png "x")', ''],
	['![a photo](<https://evil.example/p q.png>)', 'a photo'],
	['See [your order](https://evil.example/o).', 'See your order.'],
	['See https://evil.example/o.', 'See [link].'],
	['See (https://evil.example/o), please', 'See ([link]), please'],
	['See <https://evil.example/o> now', 'See [link] now'],
	['See www.evil.example now', 'See [link] now'],
	['<img src="https://evil.example/p.png"> here', ' here'],
	['<img src=//evil.example/p.png>', ''],
	['<a href="https://evil.example/o">order</a>', 'order</a>'],
	['[x]: https://evil.example/o', '[x]: [link]'],
	['[run](javascript:alert(1))', 'run'],
	['https://shop.example@evil.example/', '[link]'],
	['https://shop.example.evil.example/', '[link]'],
	['![x](https://casaaurora.example/other.png)', 'x'],
	['See http://10.0.0.8/ now', 'See [link] now'],
])('cleans %j', (text, expected) => {
	expect(cleaned(text)).toBe(expected);
});

test.each([
	'See https://shop.example/orders?id=1.',
	'See [your order](https://www.shop.example/o).',
	'![logo](https://cdn.shop.example/logo.png)',
	'![a photo](https://img.casaaurora.example/a.png)',
	'See https://casaaurora.example/reserve and casaaurora.example.',
	'[write](mailto:a@b.example), [call](tel:+5511)',
	'[a](https://casaaurora.example/A_(b)) and b',
	'Open http://localhost:5678/setup or http://10.0.0.7:80/y',
	'[back](/orders) or [top](#top)',
	'1 < 2 and a [list] (of things).',
])('leaves %j', (text) => {
	expect(cleaned(text)).toBe(text);
});

test('takes linear time', () => {
	for (const text of ['!['.repeat(30_000), '[a]('.repeat(20_000), '<a '.repeat(20_000), 'https://a.'.repeat(10_000), 'a.'.repeat(40_000)])
		expect(cleaned(text).length).toBeLessThanOrEqual(text.length);
});
