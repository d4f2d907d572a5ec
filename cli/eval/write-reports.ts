import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { writePage } from '../../core/evaluation/report/page';
import { compareResults } from '../../core/evaluation/statistics/compare-results';
import { writeJunitXml } from '../terminal/junit';
import { writePrivately } from './recordings-file';
import { toJunitCase } from './junit-case';
import { nameVariant } from './variant';

/** Where reports are written. */
export interface ReportFiles {
	junit?: string;
	html?: string;
}

/** Writes the reports that were asked for. */
export async function writeReports(all: Array<{ file: string; result: EvaluationResult }>, { junit, html }: ReportFiles): Promise<void> {
	if (junit !== undefined) {
		const cases = all.flatMap(({ file, result }) => result.cases.map((each) => toJunitCase(each, file)));
		writePrivately(junit, writeJunitXml('troupe eval', cases));
	}
	if (html === undefined) return;
	const results = all.map(({ result }) => ({ name: nameVariant(result), result }));
	const [first, second] = results;
	const isPair = first && second && results.length === 2;
	writePrivately(html, writePage(results, isPair ? compareResults(first.result, second.result) : undefined));
}
