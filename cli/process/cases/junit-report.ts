import { getErrorMessage } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/lossless-json';
import { type JunitCase, writeJunitXml } from '../../terminal/junit';
import { isPassed, type CaseResult } from '../case-report';

/** The results as JUnit XML: a suite for each file, a test case for each case. */
export const writeJunit = (results: CaseResult[]): string => writeJunitXml('troupe process test', results.map(toJunitCase));

function toJunitCase(result: CaseResult): JunitCase {
	const { name, file, durationMs } = result;
	return { name: name || file, classname: file, durationMs, ...(!isPassed(result) && { problem: describeProblem(result) }) };
}

function describeProblem({ wrong, error }: CaseResult): JunitCase['problem'] {
	if (error !== undefined) return { kind: 'error', message: getErrorMessage(error), text: getErrorMessage(error) };
	const texts = wrong.map(
		({ field, expected, received }) => `${field}\nexpected: ${stringifyJson(expected)}\nreceived: ${stringifyJson(received ?? null)}`,
	);
	return { kind: 'failure', message: `not as expected: ${wrong.map(({ field }) => field).join(', ')}`, text: texts.join('\n\n') };
}
