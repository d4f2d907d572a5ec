import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { checkKinds } from '../../core/guardrails/checks/check-kinds';
import { personalDataTypes } from '../../core/guardrails/personal-data/types';

const pages = globSync('**/*.md', { cwd: __dirname }).map((page) => basename(page));

test.each([...Object.keys(checkKinds), ...personalDataTypes.map((type) => type.toLowerCase().replaceAll('_', '-'))])(
	'%s has one page of its name in each language',
	(id) => {
		expect(pages.filter((page) => page === `${id}.md` || page === `${id}.pt.md`).toSorted()).toEqual([`${id}.md`, `${id}.pt.md`]);
	},
);
