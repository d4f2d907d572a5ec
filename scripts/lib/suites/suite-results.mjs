import { readFileSync } from 'node:fs';

/**
 * @typedef {{ status: string, fullName: string, failureMessages: string[] }} TestResult
 * @typedef {{ name: string, status: string, message: string, assertionResults: TestResult[], seconds: number }} SuiteResult
 */

/**
 * Reads what suite-reporter.mjs wrote: the suites that ended; the tests that ended in suites that did not; whether jest came to its end.
 * @param {string} file
 * @returns {{ suites: SuiteResult[], unfinished: Map<string, Map<string, string>>, complete: boolean }} unfinished: the status of each test, by suite
 */
export function readSuiteResults(file) {
	const suites = [];
	const unfinished = new Map();
	let complete = false;
	for (const line of readLines(file)) {
		if (line.complete) complete = true;
		else if (line.started) unfinished.set(line.started, new Map());
		else if (line.fullName) unfinished.get(line.path)?.set(line.fullName, line.status);
		else {
			suites.push(line);
			unfinished.delete(line.name);
		}
	}
	return { suites, unfinished, complete };
}

/**
 * @param {ReturnType<typeof readSuiteResults>} results
 * @returns {{ passed: number, failed: number, skipped: number }} in suites that did not end too. A suite that could not run is a failure.
 */
export function countTests({ suites, unfinished }) {
	const statuses = suites.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
	for (const tests of unfinished.values()) statuses.push(...tests.values());
	const count = (...wanted) => statuses.filter((status) => wanted.includes(status)).length;
	const broken = suites.filter(
		({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
	);
	return { passed: count('passed'), failed: count('failed') + broken.length, skipped: count('pending', 'todo') };
}

/** The last line can be incomplete, as its process was stopped. */
function readLines(file) {
	let text;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if (error.code === 'ENOENT') return [];
		throw error;
	}
	const lines = text.split('\n');
	return lines.slice(0, -1).map((line) => JSON.parse(line));
}
