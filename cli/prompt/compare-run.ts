import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { compareResults, type Comparison, fewestPairs, findWinner } from '../../core/evaluation/statistics/compare-results';
import { isAnsweredBySet } from '../../core/evaluation/summarize-result';
import { comparisonLines } from '../eval/compare-run';
import { openHost, whileAllowed } from '../host';
import { openRegistry, type RegistryOptions } from '../manifest/shared/open-registry';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type CaseOptions, findCases, findRecordings, toPromptRun } from './prompt-cases';
import { type NamedPrompt, readNamedPrompt } from './read-prompt';
import { requireErrorFree } from './test-run';

export type PromptCompareOptions = CaseOptions & RegistryOptions;

/** Runs the same cases with two prompts, from recordings, and names a winner only where the interval of the difference does. */
export async function runPromptCompare(
	names: readonly [first: string, second: string],
	options: PromptCompareOptions,
	terminal: Terminal,
	open = { host: openHost, registry: openRegistry },
): Promise<ExitCode> {
	const first = await readNamedPrompt(names[0], options, terminal, open.registry);
	const second = await readNamedPrompt(names[1], options, terminal, open.registry);
	await requireErrorFree(first);
	await requireErrorFree(second);
	return whileAllowed(await open.host(terminal), 'prompt compare', terminal, async (host, admitted) => {
		const found = await findCases(first, options, host, admitted);
		const { playSet } = await import('../../providers/compose/evaluation/run-set');
		const play = async (prompt: NamedPrompt) =>
			playSet(toPromptRun(prompt, found, await findRecordings(prompt, found), options), host, admitted.stop);
		return report([await play(first), await play(second)], names, options, admitted);
	});
}

function report(
	[one, other]: readonly [EvaluationResult, EvaluationResult],
	[first, second]: readonly [string, string],
	{ json }: PromptCompareOptions,
	terminal: Terminal,
): ExitCode {
	// A case that did not ask a model says nothing about a prompt.
	const lacking = [one, other].map(({ cases }) => cases.filter((each) => each.error ?? isAnsweredBySet(each)).map((each) => each.case));
	const leftOut = new Set(lacking.flat());
	const left = (result: EvaluationResult) => ({ ...result, cases: result.cases.filter((each) => !leftOut.has(each.case)) });
	const comparison = compareResults(left(one), left(other));
	const winner = findWinner(comparison);
	if (json) terminal.print(JSON.stringify({ ...comparison, leftOut: [...leftOut], winner }, null, '\t'));
	else
		[`first:  ${printable(first)}`, `second: ${printable(second)}`, '', ...comparisonLines(comparison, terminal)].forEach((line) =>
			terminal.print(line),
		);
	if (!json) terminal.print(describeWinner(winner, comparison));
	for (const [at, name] of [first, second].entries())
		if (lacking[at]!.length > 0) terminal.note(printable(describeLacking(name, lacking[at]!)));
	return winner === 'first' || leftOut.size > 0 ? 1 : 0;
}

const describeLacking = (name: string, cases: string[]): string =>
	`${countNouns(cases.length, 'case')} left out, because no model's answer with ${name} is recorded: ${cases.slice(0, 10).join(', ')}${cases.length > 10 ? ', …' : ''}. Record with \`troupe prompt test ${name} --set SET --record\`.`;

function describeWinner(winner: ReturnType<typeof findWinner>, { metrics }: Comparison): string {
	if (winner) return `Winner: the ${winner}.`;
	const pairs = metrics.find(({ metric }) => metric === 'score')?.pairs ?? 0;
	return pairs < fewestPairs
		? `No winner: ${countNouns(pairs, 'case')} of both; a judgement needs ${fewestPairs}.`
		: 'No winner: the interval of the difference includes 0.';
}
