import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import everything from '../../jest.config.mjs';
import quick from './jest.config.mjs';

const root = resolve(import.meta.dirname, '../..');
const folders = quick.roots.map((folder) => folder.replace('<rootDir>/', ''));
const read = (file) => readFileSync(join(root, file), 'utf8');

/** Whether a test file has slow tests: its own, or those of a file that it imports, such as a contract. */
function isSlow(file) {
	const text = read(file);
	const imported = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path]) => `${join(dirname(file), path)}.ts`);
	return [text, ...imported.filter((path) => globSync(path, { cwd: root }).length > 0).map(read)].some((each) =>
		each.includes("slow-tests'"),
	);
}

const suites = folders.flatMap((folder) => globSync(`${folder}/**/*.test.ts`, { cwd: root })).filter(isSlow);

/** `npm run test:slow`: the files that have slow unit tests, with all their tests (test/support/slow-tests.ts). */
export default {
	...quick,
	globals: {},
	globalSetup: '<rootDir>/test/unit/install-promtool.mjs',
	testTimeout: everything.testTimeout,
	testMatch: suites.map((suite) => `<rootDir>/${suite}`),
};
