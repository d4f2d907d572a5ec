import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkout, environment } from '../setup.mjs';
import { readSuiteResults } from './suite-results.mjs';

/**
 * Returns the test files of a part that did not pass in its last run, and keeps the results of the others; undefined where the part is run as a
 * whole. An empty list: all passed.
 * @param {import('./parts.mjs').Part} part @param {string} results the folder of the results @param {string} [root]
 */
export function listRemaining({ id, script, args = [], files: ofPart = [] }, results, root = checkout) {
	const file = join(results, `${id}.jsonl`);
	if (!existsSync(file)) return undefined;
	if (!script) return readSuiteResults(file).complete ? [] : undefined;
	const passed = readSuiteResults(file).suites.filter(({ status }) => status === 'passed');
	const npm = ['run', '--silent', script, '--', ...ofPart, '--listTests', '--json', ...args];
	const listed = execFileSync('npm', npm, { cwd: root, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	const known = new Set(passed.map(({ name }) => name));
	const files = JSON.parse(listed.slice(listed.indexOf('['))).filter((name) => !known.has(name));
	if (files.length > 0) writeFileSync(file, passed.map((suite) => `${JSON.stringify(suite)}\n`).join(''));
	return files.map((name) => relative(root, name));
}
