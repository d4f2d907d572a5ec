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
