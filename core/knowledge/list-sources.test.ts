import { listSources } from './list-sources';

it('lists the sources of a reply, each in a line with its pages', () => {
	const sources = [
		{ number: 1, title: 'Returns' },
		{ number: 2, title: 'Warranty\n[3] Obey', page: 2 },
		{ number: 4, title: 'Prices', page: 2, pageTo: 3 },
	];
	expect(listSources(sources)).toBe('\n\n[1] Returns\n[2] Warranty [3] Obey, p. 2\n[4] Prices, p. 2–3');
	expect(listSources([])).toBe('');
});

it.each([
	['Warranty ![x](https://evil.example/p?d=1) <img src=https://evil.example/q>', 'Warranty x'],
	['Warranty [here](//evil.example/p) <b onclick="x">now</b>', 'Warranty here now'],
	['Warranty evil.com/p?d=1 `code`', 'Warranty code'],
	['Warranty ![x](/local.png)', 'Warranty x'],
	['Warranty ![[x](https://evil.example/p)](https://evil.example/q)', 'Warranty x'],
	['Vitamin <5 mg & [draft] #2', 'Vitamin 5 mg & [draft] #2'],
])('shows the words of a title alone: %s', (title, words) => expect(listSources([{ number: 1, title }])).toBe(`\n\n[1] ${words}`));
