import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { kinds } from '../../core/guardrails/checks/check-kinds';
import { personalDataTypes } from '../../core/guardrails/personal-data/types';
import { writeCheckTable } from '../../scripts/docs/check-table';

const paths = globSync('**/*.md', { cwd: __dirname });
const pages = paths.map((page) => basename(page));

test.each([...kinds.map(({ id }) => id), ...personalDataTypes.map((type) => type.toLowerCase().replaceAll('_', '-'))])(
	'%s has one page of its name in each language',
	(id) => {
		expect(pages.filter((page) => page === `${id}.md` || page === `${id}.pt.md`).toSorted()).toEqual([`${id}.md`, `${id}.pt.md`]);
	},
);

test.each(kinds)('$id has all its options on its pages', ({ id, options }) => {
	const ofCheck = paths.filter((path) => [`${id}.md`, `${id}.pt.md`].includes(basename(path)));
	const missing = ofCheck.flatMap((path) => {
		const page = readFileSync(join(__dirname, path), 'utf8');
		return Object.keys(options).flatMap((option) => (new RegExp(`\`${option}[.\`]`).test(page) ? [] : [`${path}: ${option}`]));
	});
	expect(missing).toEqual([]);
});

test.each([['index.md', 'en'] as const, ['index.pt.md', 'pt'] as const])(
	'%s has the table that `npm run format` writes',
	(page, language) => {
		const index = readFileSync(join(__dirname, page), 'utf8');
		expect(index).toBe(writeCheckTable(index, __dirname, language));
	},
);
