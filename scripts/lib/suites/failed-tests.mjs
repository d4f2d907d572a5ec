import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const maxReason = 200;

/**
 * Returns a line for each failed test in the results, and for each file that could not run: file, test, and the first line of the reason.
 * @param {Omit<import('./suite-results.mjs').SuiteResult, 'seconds'>[]} suites
 * @param {string} root
 */
export function failedTests(suites, root) {
	return suites.flatMap(({ name, message, status, assertionResults }) => {
		const file = relative(root, name);
		const failed = assertionResults.filter((test) => test.status === 'failed');
		if (failed.length === 0) return status === 'failed' ? [`${file}: could not run: ${findReason(message)}`] : [];
		return failed.map(({ fullName, failureMessages }) => `${file} › ${fullName}: ${findReason(failureMessages[0] ?? '')}`);
	});
}

/** Returns at most `max` lines, and the number of the others. @param {string[]} lines */
export function limitLines(lines, max) {
	const others = lines.length - max;
	return others > 0 ? [...lines.slice(0, max), `and ${others} more, above`] : lines;
}

/** @param {string} message */
function findReason(message) {
	const lines = stripVTControlCharacters(message)
		.split('\n')
		.map((line) => line.trim().replace(/^Error: /, ''));
	// For a file, jest's first line is a heading.
	const reason = lines.find((line) => line !== '' && !line.startsWith('●')) ?? 'jest gives no reason';
	return reason.length > maxReason ? `${reason.slice(0, maxReason)} …` : reason;
}
