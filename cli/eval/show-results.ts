import { type CaseResult, type EvaluationResult, writeResult } from '../../core/evaluation/evaluation-result';
import { findUnasked, isAnsweredBySet } from '../../core/evaluation/summarize-result';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

/** How results are told. */
interface Telling {
	/** The command that asks a model, where the set answered. */
	asks?: string;
	/** From recordings alone: nothing was spent. */
	isPlayed?: boolean;
}

export function showResults(result: EvaluationResult, { json, ...telling }: { json?: boolean } & Telling, terminal: Terminal): ExitCode {
	if (json) terminal.print(writeResult(result).trimEnd());
	else
		for (const line of [...result.cases.flatMap((each) => caseLines(each, terminal)), '', ...summaryLines(result, terminal, telling)])
			terminal.print(line);
	const unasked = findUnasked(result).length;
	if (unasked > 0)
		terminal.note(
			`error: the set answered ${unasked} of ${countNouns(result.cases.length, 'case')} itself. The chosen agent, model or prompt was not asked, so the run does not pass.`,
		);
	return unasked === 0 && result.cases.every(({ passed }) => passed) ? 0 : 1;
}

function caseLines({ case: name, passed, assertions, error }: CaseResult, { style }: Terminal): string[] {
	if (passed) return [`${style('green', '✓')} ${printable(name)}`];
	const wrong = assertions.filter((each) => !each.passed).map(({ assert, reason = '' }) => `${assert}: ${reason}`);
	const fault = error ? [error.message, ...(error.fix === undefined ? [] : [`fix: ${error.fix}`])] : [];
	const lines = [...wrong, ...fault].flatMap((text) => text.split('\n')).map((line) => `    ${printable(line)}`);
	return [`${style('red', '✕')} ${printable(name)}`, ...lines];
}

export function summaryLines(
	{ cases, tenantPolicies = [] }: EvaluationResult,
	{ style }: Pick<Terminal, 'style'>,
	{ asks = '`troupe eval record`', isPlayed = false }: Telling = {},
): string[] {
	const failed = cases.filter(({ passed }) => !passed).length;
	const counts = [
		...(failed > 0 ? [style(['bold', 'red'], `${failed} failed`)] : []),
		...(cases.length > failed ? [style(['bold', 'green'], `${cases.length - failed} passed`)] : []),
		`${cases.length} total`,
	];
	const usages = cases.flatMap(({ usage }) => usage ?? []);
	const sum = (read: (usage: (typeof usages)[number]) => number) => usages.reduce((all, usage) => all + read(usage), 0);
	const calls = `${sum(({ modelCalls }) => modelCalls)} model calls, ${sum(({ toolCalls }) => toolCalls)} tool calls`;
	const used = `${calls}, ${sum(({ tokens }) => tokens)} tokens, $${sum(({ costUsd }) => costUsd ?? 0).toFixed(4)}`;
	const scripted = cases.filter(isAnsweredBySet).length;
	return [
		`${style('bold', 'Cases:')} ${counts.join(', ')}`,
		`${style('bold', isPlayed ? 'Recorded:' : 'Used: ')} ${used}${isPlayed ? '. Nothing was spent now.' : ''}`,
		...(scripted > 0 ? [`${scripted} were answered by the "respond" of the set, not by a model: ${asks} asks one.`] : []),
		...(tenantPolicies.length > 0 ? [`The tenant's guardrail policies applied: ${tenantPolicies.map(printable).join(', ')}.`] : []),
	];
}
