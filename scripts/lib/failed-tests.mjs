import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const longestReason = 200;

/**
 * A line for each test of jest's result that failed, and for each file that did not come so far: where, which, and the first line of why.
 * @param {{ testResults: Array<{ name: string, message: string, status: string, assertionResults: Array<{ status: string, fullName: string, failureMessages: string[] }> }> }} result
 * @param {string} root
 */
export function failedTests({ testResults }, root) {
	return testResults.flatMap(({ name, message, status, assertionResults }) => {
		const file = relative(root, name);
		const failed = assertionResults.filter((test) => test.status === 'failed');
		if (failed.length === 0) return status === 'failed' ? [`${file}: it could not be run: ${reasonIn(message)}`] : [];
		return failed.map(({ fullName, failureMessages }) => `${file} › ${fullName}: ${reasonIn(failureMessages[0] ?? '')}`);
	});
}

/** At most so many lines, with how many were left out. @param {string[]} lines */
export function shortList(lines, most) {
	const left = lines.length - most;
	return left > 0 ? [...lines.slice(0, most), `and ${left} more, above`] : lines;
}

/** @param {string} message */
function reasonIn(message) {
	const lines = stripVTControlCharacters(message)
		.split('\n')
		.map((line) => line.trim().replace(/^Error: /, ''));
	// Of a file jest says first that it is one.
	const reason = lines.find((line) => line !== '' && !line.startsWith('●')) ?? 'jest does not say why';
	return reason.length > longestReason ? `${reason.slice(0, longestReason)} …` : reason;
}
