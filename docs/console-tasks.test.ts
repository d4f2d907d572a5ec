import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTasks } from '../scripts/docs/console-tasks';
import { readers } from '../test/console/tasks/readers';

it.each([
	['tasks.md', 'en'],
	['tasks.pt.md', 'pt'],
] as const)('has in docs/console/%s the steps that the tests do', (name, language) => {
	const page = readFileSync(join(__dirname, 'console', name), 'utf8');
	expect(page).toBe(writeTasks(page, language));
});

it('has four tasks of each of the four readers', () => {
	expect(readers.map(({ tasks }) => tasks.length)).toEqual([4, 4, 4, 4]);
});
