import type { Comparison, ComparedMetric } from '../../core/evaluation/statistics/compare-results';
import { compareResults, fewestPairs } from '../../core/evaluation/statistics/compare-results';
import { TroupeError } from '../../core/base/errors';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { tableLines } from '../terminal/table-lines';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { readResults } from './read-results';
import { nameVariant } from './variant';
import { writeReports } from './write-reports';

export interface CompareOptions {
	html?: string;
	json?: boolean;
}

/** Compares two results, and says "better" only where the interval of the difference says it. */
export async function runCompare(first: string, second: string, options: CompareOptions, terminal: Terminal): Promise<ExitCode> {
	const [one, other] = await Promise.all([readResults(first), readResults(second)]);
	refuseOtherQuestions(one, other, second);
	const comparison = compareResults(one, other);
	if (options.json) terminal.print(JSON.stringify(comparison, null, '\t'));
	else
		for (const line of [
			`first:  ${printable(nameVariant(one))}`,
			`second: ${printable(nameVariant(other))}`,
			'',
			...comparisonLines(comparison, terminal),
		])
			terminal.print(line);
	const all = [
		{ file: first, result: one },
		{ file: second, result: other },
	];
	await writeReports(all, { html: options.html });
	const isWorse = comparison.metrics.some(({ metric, judgement }) => ['passed', 'score'].includes(metric) && judgement === 'worse');
	return isWorse ? 1 : 0;
}

/** Pairs are compared by their names. */
function refuseOtherQuestions(one: EvaluationResult, other: EvaluationResult, file: string): void {
	const messages = new Map(one.cases.map((each) => [each.case, each.message]));
	const changed = other.cases.find((each) => messages.has(each.case) && messages.get(each.case) !== each.message);
	if (!changed) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The case ${JSON.stringify(changed.case)} has another message in ${file}.`,
		fix: 'Compare results of the same cases.',
	});
}

export function comparisonLines({ metrics, onlyFirst, onlySecond, broken, fixed }: Comparison, terminal: Terminal): string[] {
	const lines = tableLines<ComparedMetric>(
		[
			{ name: 'metric', title: 'metric', value: ({ metric }) => metric },
			{ name: 'first', title: 'first', numeric: true, value: ({ first }) => first, show: ({ first }) => show(first) },
			{ name: 'second', title: 'second', numeric: true, value: ({ second }) => second, show: ({ second }) => show(second) },
			{
				name: 'difference',
				title: 'difference (95 % interval)',
				value: ({ difference }) => difference?.value ?? null,
				show: ({ difference }) => (difference ? `${show(difference.value)} (${show(difference.low)} to ${show(difference.high)})` : '-'),
			},
			{ name: 'judgement', title: 'second is', value: ({ judgement }) => judgement },
			{ name: 'pairs', title: 'pairs', numeric: true, value: ({ pairs }) => pairs },
		],
		metrics,
		terminal,
	);
	const list = (title: string, names: string[]) => (names.length === 0 ? [] : [`${title}: ${names.map(printable).join(', ')}`]);
	return [
		...lines,
		'',
		...list('no longer pass', broken),
		...list('now pass', fixed),
		...list('only in the first', onlyFirst),
		...list('only in the second', onlySecond),
		...(metrics.some(({ pairs }) => pairs < fewestPairs) ? [`A judgement needs at least ${fewestPairs} pairs.`] : []),
	];
}

const show = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(4))));
