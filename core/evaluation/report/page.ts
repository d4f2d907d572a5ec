import type { CaseResult, EvaluationResult } from '../evaluation-result';
import type { Comparison } from '../statistics/compare-results';
import { escapeHtml as escape } from '../../base/text/escape-html';
import { writeDocument, writeRow, writeTable } from './html';

interface NamedResult {
	name: string;
	result: EvaluationResult;
}

/** Shows all answers side by side. Loads and runs nothing. */
export function writePage(results: NamedResult[], comparison?: Comparison): string {
	const title = `Evaluation: ${results[0]?.result.set ?? ''}`;
	const names = [...new Set(results.flatMap(({ result }) => result.cases.map((each) => each.case)))];
	const body = [
		`<h1>${escape(title)}</h1>`,
		writeSummary(results),
		...(comparison ? [writeComparison(comparison)] : []),
		...names.map((name) => writeCase(name, results)),
	];
	return writeDocument(title, body);
}

function writeSummary(results: NamedResult[]): string {
	const rows = results.map(({ name, result: { cases } }) => {
		const passed = cases.filter((each) => each.passed).length;
		const sum = (read: (one: CaseResult) => number | null | undefined) => cases.reduce((all, one) => all + (read(one) ?? 0), 0);
		const cells = [
			escape(name),
			`${passed} of ${cases.length}`,
			(sum(({ score }) => score) / Math.max(1, cases.length)).toFixed(2),
			`$${sum(({ usage }) => usage?.costUsd).toFixed(4)}`,
			`${(sum(({ usage }) => usage?.durationMs) / 1000).toFixed(1)} s`,
		];
		return writeRow(cells);
	});
	return writeTable(['', 'passed', 'score', 'cost', 'time'], rows);
}

function writeComparison({ metrics, broken }: Comparison): string {
	const rows = metrics.map(({ metric, first, second, difference, judgement, pairs }) =>
		writeRow([
			metric,
			show(first),
			show(second),
			difference ? `${show(difference.value)} (${show(difference.low)} to ${show(difference.high)})` : '-',
			`<span class="${judgement.replaceAll(' ', '-')}">${judgement}</span>`,
			String(pairs),
		]),
	);
	const table = writeTable(['', 'first', 'second', 'difference (95 % interval)', 'second is', 'pairs'], rows);
	return table + (broken.length > 0 ? `<p class="worse">No longer pass: ${escape(broken.join(', '))}</p>` : '');
}

function writeCase(name: string, results: NamedResult[]): string {
	const found = results.map((one) => ({ ...one, each: one.result.cases.find((each) => each.case === name) }));
	const isPassed = found.every(({ each }) => each?.passed !== false);
	const message = found.find(({ each }) => each)?.each?.message ?? '';
	const columns = found.map(
		({ name: column, each }) => `<article><h3>${escape(column)}</h3>${each ? writeAnswer(each) : '<p>–</p>'}</article>`,
	);
	return [
		`<details${isPassed ? '' : ' open'}><summary class="${isPassed ? 'passed' : 'failed'}">${isPassed ? '✓' : '✕'} ${escape(name)}</summary>`,
		`<blockquote>${escape(message)}</blockquote>`,
		`<div class="columns">${columns.join('')}</div></details>`,
	].join('\n');
}

function writeAnswer({ reply, outcome, reason, calls = [], assertions, error, usage }: CaseResult): string {
	const checks = assertions.map(
		({ assert, passed, reason: why }) =>
			`<li class="${passed ? 'passed' : 'failed'}">${passed ? '✓' : '✕'} ${assert}${why === undefined ? '' : `: ${escape(why)}`}</li>`,
	);
	const used = usage
		? `${usage.modelCalls} model calls, ${usage.tokens} tokens, ${usage.costUsd === null ? 'no price' : `$${usage.costUsd.toFixed(5)}`}, ${(usage.durationMs / 1000).toFixed(2)} s`
		: '';
	return [
		...(error ? [`<pre class="failed">${escape(error.message)}${error.fix === undefined ? '' : `\nfix: ${escape(error.fix)}`}</pre>`] : []),
		...(reply === undefined ? [] : [`<p class="reply">${escape(reply)}</p>`]),
		...calls.map((call) => `<p class="call">${escape(call.tool)} ${escape(JSON.stringify(call.arguments))} → ${escape(call.outcome)}</p>`),
		`<ul>${checks.join('')}</ul>`,
		...(outcome ? [`<p class="used">${escape([outcome, ...(reason === undefined ? [] : [reason]), used].join(' · '))}</p>`] : []),
	].join('');
}

const show = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(4))));
