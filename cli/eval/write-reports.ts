import type { EvaluationResult, CaseResult } from '../../core/evaluation/evaluation-result';
import { writePage } from '../../core/evaluation/report/page';
import { findUnasked } from '../../core/evaluation/summarize-result';
import { compareResults } from '../../core/evaluation/statistics/compare-results';
import { writeJunitXml, type JunitCase } from '../terminal/junit';
import { writePrivately } from './recordings-file';
import { nameVariant } from './variant';

export interface ReportFiles {
	junit?: string;
	html?: string;
}

export async function writeReports(all: Array<{ file: string; result: EvaluationResult }>, { junit, html }: ReportFiles): Promise<void> {
	if (junit !== undefined) {
		const cases = all.flatMap(({ file, result }) => toJunitCases(result, file));
		writePrivately(junit, writeJunitXml('troupe eval', cases));
	}
	if (html === undefined) return;
	const results = all.map(({ result }) => ({ name: nameVariant(result), result }));
	const [first, second] = results;
	const isPair = first && second && results.length === 2;
	writePrivately(html, writePage(results, isPair ? compareResults(first.result, second.result) : undefined));
}

/** A case that passes unasked fails: it says nothing about the choice. */
function toJunitCases(result: EvaluationResult, file: string): JunitCase[] {
	const unasked = new Set(findUnasked(result));
	return result.cases.map((each) => {
		const one = toJunitCase(each, file);
		return one.problem || !unasked.has(each) ? one : { ...one, problem: notAsked };
	});
}

const notAsked: JunitCase['problem'] = {
	kind: 'failure',
	message: 'the set answered the case itself; the chosen agent, model or prompt was not asked',
	text: 'Record the case with `troupe eval record`.',
};

/** The time of a case is that of its run when it was recorded. */
function toJunitCase({ case: name, passed, assertions, error, usage }: CaseResult, file: string): JunitCase {
	const one: JunitCase = { name, classname: file, durationMs: usage?.durationMs ?? 0 };
	if (error) return { ...one, problem: { kind: 'error', message: error.message, text: error.message } };
	if (passed) return one;
	const wrong = assertions.filter((each) => !each.passed);
	const text = wrong.map(({ assert, reason = '' }) => `${assert}: ${reason}`).join('\n');
	return { ...one, problem: { kind: 'failure', message: `does not hold: ${wrong.map(({ assert }) => assert).join(', ')}`, text } };
}
