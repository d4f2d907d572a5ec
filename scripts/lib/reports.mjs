import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { run } from './processes.mjs';
import { checkout, environment } from './setup.mjs';

/** A report of another project, as the titles of tests name it. */
const link = /[A-Za-z0-9][\w.-]*\/[\w.-]+#\d+/g;
const rooms =
	'bpmn,cli,console,core,credentials,engine-adapter,examples,manifests,nodes,packages,planner,providers,sandbox,service,test,verify';
const comment = /^\s*(?:\/\/|\/?\*)/;
/** What n8n alone can prove is played by `npm run test:full -- n8n`. */
const isInN8n = (file) => file.startsWith('test/e2e/');

/**
 * @typedef {object} PlayedReport a test, or a row of one, that plays what was reported to another project
 * @property {string} title
 * @property {string[]} reports such as `owner/repository#7`
 * @property {string} file
 * @property {boolean} isRight
 */

/** Returns the reports that each file names outside of comments, by the file's path in the checkout. */
export function findReports() {
	const patterns = [
		`{${rooms}}/**/*.{test,contract}.ts`,
		`{${rooms}}/**/*-cases.ts`,
		'test/contract/cases/**/*.jsonl',
		'bpmn/forms/recorded-forms.json',
	];
	const found = new Map();
	for (const file of globSync(patterns, { cwd: checkout }).sort()) {
		const lines = readFileSync(join(checkout, file), 'utf8').split('\n');
		const named = lines.filter((line) => !comment.test(line)).flatMap((line) => line.match(link) ?? []);
		if (named.length > 0) found.set(file, [...new Set(named)]);
	}
	return found;
}

/** Returns the files whose tests play each report, by the name of the report. @returns {Record<string, string[]>} */
export function listReports() {
	const files = new Map();
	for (const [file, reports] of findReports()) for (const report of reports) files.set(report, [...(files.get(report) ?? []), file]);
	return Object.fromEntries([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Plays every such test that needs no n8n. @returns {Promise<PlayedReport[]>} by file and title */
export async function playReports() {
	const files = [...findReports().keys()].filter((file) => !isInN8n(file));
	const played = [
		...(await play('jest.config.mjs', files.filter((file) => !file.startsWith('test/contract/')).flatMap(listSuites))),
		...(await play('test/contract/jest.config.mjs', [])),
	];
	return played.sort((a, b) => (a.file + a.title < b.file + b.title ? -1 : 1));
}

/** A file of cases is played by the tests beside it, or beside its folder. */
function listSuites(file) {
	if (file.endsWith('.test.ts')) return [file];
	const folder = dirname(file);
	const suites = [folder, dirname(folder)].map((place) => globSync(join(place, '*.test.ts'), { cwd: checkout }));
	return suites.find(({ length }) => length > 0) ?? [];
}

async function play(config, suites) {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-reports-'));
	try {
		const output = join(folder, 'results.json');
		const options = [
			'--config',
			config,
			'--json',
			'--outputFile',
			output,
			'--testNamePattern',
			'/[\\w.-]+#\\d+',
			'--maxWorkers',
			'2',
			'--silent',
		];
		// It fails when a test does.
		await run(process.execPath, ['node_modules/jest/bin/jest.js', ...options, ...new Set(suites)], {
			cwd: checkout,
			env: environment(),
		}).catch(() => undefined);
		const { testResults } = JSON.parse(await readFile(output, 'utf8'));
		return testResults.flatMap(({ name, assertionResults }) =>
			assertionResults
				.filter(({ status }) => status === 'passed' || status === 'failed')
				.map(({ fullName, status }) => toPlayed(relative(checkout, name), fullName, status)),
		);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function toPlayed(file, fullName, status) {
	const title = fullName
		.replace(link, '')
		.replace(/\([\s,]*(?:and)?[\s,]*\)/g, '')
		.replace(/\s+/g, ' ')
		.replace(/ ([,:])/g, '$1')
		.trim();
	return { title, reports: [...new Set(fullName.match(link))], file, isRight: status === 'passed' };
}
