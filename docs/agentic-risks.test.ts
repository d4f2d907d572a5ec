import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attacks } from '../cli/verify/attacks';
import { risks } from '../cli/verify/risks';

const read = (page: string) => readFileSync(join(__dirname, 'security', page), 'utf8');
/** Rows of the tables, without the spaces of the layout. */
const rows = (page: string) =>
	read(page)
		.split('\n')
		.filter((line) => /^\| ASI\d\d\.\d+ /.test(line))
		.map((line) =>
			line
				.slice(2, -2)
				.split(' | ')
				.map((cell) => cell.trim()),
		);

test.each([
	['agentic-risks.md', 'en'],
	['agentic-risks.pt.md', 'pt'],
] as const)('%s lists each attack of `troupe verify`, in its order', (page, language) => {
	const expected = attacks.map(({ id, title, aisvs = [] }) => [id, title[language].replaceAll('|', '\\|'), aisvs.join(', ')]);
	expect(rows(page).map(([id, title, aisvs = '']) => [id, title, aisvs])).toEqual(expected);
});

test('attacks are in the order of their ids, at least ten for each risk', () => {
	const ids = attacks.map(({ id }) => id);
	expect(ids).toEqual([...new Set(ids)].sort());
	for (const risk of Object.keys(risks)) expect(ids.filter((id) => id.startsWith(risk)).length).toBeGreaterThanOrEqual(10);
	expect(ids.length).toBeGreaterThanOrEqual(120);
});
